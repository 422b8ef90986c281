/* The layouts of documents, read once: templates/paper/<kind>.yaml. An example of the facts lies
 * beside each, templates/paper/example/<kind>.json: it says which placeholders there are, and is
 * what a sample run shows. Private to app. */
#ifndef LAYOUTS_H
#define LAYOUTS_H

#include "app/app.h"
#include "view/view.h"

struct layouts;

/* `folder` is templates/paper. Every kind of paperwork that has a layout; without one it is not
 * offered. What is wrong with a layout is a complaint with file, line and column. All lies in the
 * arena. */
bool layouts_load(const char *folder, const struct paper *paper, struct arena *arena,
		  struct layouts **ret, struct complaints *complaints, struct err *err) MUST_CHECK;
const char *layouts_folder(const struct layouts *layouts);
const struct layout *layouts_find(const struct layouts *layouts, const char *kind); /* or NULL */
/* The facts of a sample run; marked as a sample. NULL for a kind that is not known. */
const struct val *layouts_example(const struct layouts *layouts, const char *kind);

#endif
