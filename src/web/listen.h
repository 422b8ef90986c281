/* The listening socket: our own, or the one that systemd hands over. */
#ifndef WEB_LISTEN_H
#define WEB_LISTEN_H

#include "base/base.h"

/* "127.0.0.1:8080", "[::1]:0", ":8080" (all addresses). A socket passed by systemd goes first. */
bool listen_open(const char *address, int *ret_fd, unsigned *ret_port, struct err *err) MUST_CHECK;

/* Tells systemd "READY=1", "STOPPING=1", "WATCHDOG=1"; nothing when it does not listen. */
void manager_notify(const char *state);
/* How often systemd wants a sign of life, in milliseconds; 0 = never. */
int64_t manager_watchdog(void);

#endif
