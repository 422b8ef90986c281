/* Is it alive, is it ready, and how much does it do? Never a mark, never a name. */
#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>

#include "app/service.h"

/* For the operator's machine, unless `serve --health anyone`. */
static bool from_operator(struct req *req, struct err *err)
{
	if (req->local || service_health_open(service_of(req)))
		return true;
	req->api = true; /* whoever asks here reads no pages */
	return FAIL_CODE(err, ERR_DENIED, "local_only",
			 "alamat ini hanya melayani mesin tempat layanan berjalan",
			 "this address serves only the machine that the service runs on");
}

bool api_healthz(struct req *req, struct err *err)
{
	struct val *body = val_map(req->arena);

	if (!from_operator(req, err))
		return false;
	val_put_text(body, "status", "ok");
	return answer_json(req, 200, body);
}

/* ---- Ready: a worker reads the database, then the writer does, and commits ---- */

bool api_readyz_prepare(struct req *req, struct err *err)
{
	bool sample;

	return from_operator(req, err) && edition_any_sample(db_of(req), &sample, err);
}

bool api_readyz(struct req *req, struct err *err)
{
	struct val *body = val_map(req->arena);
	bool sample;

	if (!edition_any_sample(db_of(req), &sample, err))
		return false;
	val_put_text(body, "status", "ready");
	return answer_json(req, 200, body);
}

/* ---- Figures, in the text format of Prometheus ---- */

static void family(struct buf *to, const char *name, const char *type, const char *help)
{
	buf_printf(to, "# HELP paritrana_%s %s\n# TYPE paritrana_%s %s\n", name, help, name, type);
}

static void figure(struct buf *to, const char *name, const char *type, const char *help,
		   uint64_t value)
{
	family(to, name, type, help);
	buf_printf(to, "paritrana_%s %" PRIu64 "\n", name, value);
}

static uint64_t file_size(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? (uint64_t)st.st_size : 0;
}

static void web_put(struct service *service, struct buf *to)
{
	struct web_counts counts;

	web_counts(service_web(service), &counts);
	family(to, "answers_total", "counter", "Answers by class of status, without files.");
	for (unsigned class = 2; class < COUNT(counts.answers); class ++)
		buf_printf(to, "paritrana_answers_total{class=\"%uxx\"} %" PRIu64 "\n", class,
			   counts.answers[class]);
	figure(to, "requests_total", "counter", "Requests that began.", counts.requests);
	figure(to, "files_total", "counter", "Files and published pages served from memory.",
	       counts.files);
	figure(to, "refused_total", "counter", "Requests refused by the network layer.",
	       counts.refused);
	figure(to, "late_total", "counter", "Connections closed by a deadline.", counts.late);
	figure(to, "connections", "gauge", "Connections open now.", counts.connections);
	figure(to, "log_dropped_total", "counter", "Lines of the log that nobody took.",
	       service_log_dropped(service));
}

static void store_put(struct service *service, struct buf *to, struct arena *arena)
{
	const char *path = service_db_path(service);
	struct db_writer_counts counts;

	db_writer_counts(service_writer(service), &counts);
	figure(to, "writes_total", "counter", "Changes that are on disk.", counts.jobs);
	figure(to, "writes_refused_total", "counter", "Changes that were not made.",
	       counts.refused);
	figure(to, "write_batches_total", "counter", "Batches of changes, one sync each.",
	       counts.batches);
	figure(to, "writes_queued", "gauge", "Changes that wait.", counts.queued);
	figure(to, "database_bytes", "gauge", "Size of the database file.", file_size(path));
	figure(to, "database_log_bytes", "gauge", "Size of its write-ahead log.",
	       file_size(arena_printf(arena, "%s-wal", path)));
}

bool api_metrics(struct req *req, struct err *err)
{
	struct buf text;

	if (!from_operator(req, err))
		return false;
	buf_init(&text, req->arena);
	if (service_web(service_of(req))) /* not yet, in the first moment */
		web_put(service_of(req), &text);
	store_put(service_of(req), &text, req->arena);
	return answer_text(req, 200, "text/plain; version=0.0.4; charset=utf-8", text.data);
}
