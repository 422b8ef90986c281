/* Everything that a reader may print now, as one file; and the page on which he waits for it. */
#include <inttypes.h>
#include <string.h>

#include "documents.h"
#include "jobs.h"
#include "paperwork.h"
#include "screen.h"
#include "studio.h"

/* ---- What goes into it ---- */

static bool paper_add(struct paperwork *p, const struct paperwork_kind *kind, const char *item,
		      struct batch *batch, struct err *err)
{
	const char *file = paperwork_file(p, kind, item), *title;
	const struct layout *layout;
	const struct val *data;

	if (!paperwork_layout(p, kind, &layout, err))
		return false;
	if (!layout)
		return true;
	if (!paperwork_data(p, kind, item, &data, err))
		return false;
	title = paperwork_word(p, arena_printf(p->arena, "papers.kind.%s", kind->name));
	batch_add(batch,
		  &(struct batch_item){
			  .name = item ? arena_printf(p->arena, "%s/%s", kind->name, file) : file,
			  .layout = layout,
			  .instead = paperwork_instead(p, kind),
			  .data = data,
			  .title = title,
			  .part = title,
			  .sample = p->scheme->sample,
		  });
	return true;
}

static bool kind_add(struct paperwork *p, const struct paperwork_kind *kind, struct batch *batch,
		     struct err *err)
{
	struct paperwork_item *items;
	size_t count;
	bool own;

	if (!layouts_find(p->shelf.layouts, kind->name) ||
	    paperwork_may(p, kind, &(enum phase){ 0 }, &own) != PAPERWORK_NOW)
		return true;
	if (!kind->items)
		return paper_add(p, kind, NULL, batch, err);
	if (!paperwork_items(p, kind, &items, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (!paper_add(p, kind, items[i].key, batch, err))
			return false;
	return true;
}

static bool certificates_add(struct req *req, const struct paperwork *p, struct batch *batch,
			     struct err *err)
{
	const struct award_source from = awards_of(req);
	struct batch papers;

	if (!(who_of(req)->account.role & (ROLE_CHAIR | ROLE_SECRETARIAT)) ||
	    p->edition.phase != PHASE_PUBLISHED)
		return true;
	if (!batch_certificates(&from, p->edition.id, &p->settings, NULL, &papers, err))
		return false;
	for (size_t i = 0; i < papers.count; i++) {
		struct batch_item item = papers.items[i];

		item.part = arena_printf(p->arena, "%s – %s",
					 paperwork_word(p, "papers.certificates"), item.title);
		item.name =
			arena_printf(p->arena, "%s/%s", word(req, "jobs.certificates"), item.name);
		batch_add(batch, &item);
	}
	return true;
}

/* All of it lies in the arena of `req`, which by now is the job's. */
static bool all_collect(struct req *req, struct job_call *call, struct err *err)
{
	struct paperwork *p = NEW(req->arena, struct paperwork, 1);
	struct screen screen;

	if (!paperwork_open(req, p, err) || !screen_load(req, &p->edition, &screen, err))
		return false;
	call->closed = screen_text(&screen, req->arena);
	p->shipped = *req_field(req, "shipped") != '\0';
	call->edition = p->edition.id;
	call->file = arena_printf(req->arena, "dokumen-%s", p->edition.key);
	call->batch =
		(struct batch){ .paper = service_paper(service_of(req)),
				.arena = req->arena,
				.author = words_in(&p->scheme->title, LANG_ID),
				.at = p->edition.phase == PHASE_PUBLISHED ? p->release.decided_at
									  : p->now };
	for (size_t i = 0; i < PAPERWORK_COUNT; i++)
		if (!kind_add(p, &PAPERWORK[i], &call->batch, err))
			return false;
	if (!certificates_add(req, p, &call->batch, err))
		return false;
	return call->batch.count ||
	       FAIL_CODE(err, ERR_NOT_FOUND, "no_document", "belum ada dokumen untuk dicetak",
			 "there is nothing to print yet");
}

bool do_job(struct req *req, struct err *err)
{
	struct arena *own = req->arena, arena = { 0 };
	struct job_call call = { .account = who_of(req)->account.id,
				 .pdf = text_equal(req_field(req, "format"), "pdf"),
				 .arena = &arena };
	const char *id = NULL, *key;
	struct edition edition;
	bool done;

	if (!req_edition(req, true, &edition, err))
		return false;
	if (!call.pdf && !text_equal(req_field(req, "format"), "zip"))
		return FAIL_CODE(err, ERR_INPUT, "invalid", "pilih ZIP atau PDF",
				 "choose ZIP or PDF");
	key = edition.key;
	/* What is collected outlives this request. */
	req->arena = &arena;
	done = all_collect(req, &call, err);
	req->arena = own;
	if (!done) {
		arena_release(&arena);
		return false;
	}
	return job_add(service_jobs(service_of(req)), &call, own, &id, err) &&
	       res_redirect(req, "/editions/%s/jobs/%s", key, id);
}

/* ---- Waiting for it ---- */

static const char *const STATES[] = {
	[JOB_WAITING] = "waiting", [JOB_RUNNING] = "running",	  [JOB_DONE] = "done",
	[JOB_FAILED] = "failed",   [JOB_CANCELLED] = "cancelled",
};

/* A file that was made before something was closed to its owner is closed to him, too. */
static bool looked(struct req *req, struct edition *ret_edition, struct job_view *ret,
		   struct err *err)
{
	struct screen screen;

	if (!req_edition(req, true, ret_edition, err) ||
	    !job_look(service_jobs(service_of(req)), who_of(req)->account.id, ret_edition->id,
		      req->params[1], req->arena, ret, err) ||
	    !screen_load(req, ret_edition, &screen, err))
		return false;
	return text_equal(ret->closed, screen_text(&screen, req->arena)) ||
	       FAIL_CODE(err, ERR_NOT_FOUND, "no_job",
			 "berkas ini sudah tidak ada; buat sekali lagi",
			 "this file is gone; make it once more");
}

static const char *progress_text(struct req *req, const struct job_view *job)
{
	struct val *values = val_map(req->arena);

	val_put_text(values, "done", show_count(req->arena, (int64_t)job->done, req->lang));
	val_put_text(values, "total", show_count(req->arena, (int64_t)job->total, req->lang));
	return words_fill(service_templates(service_of(req)), req->lang, "jobs.progress", values,
			  req->arena);
}

bool page_job(struct req *req, struct err *err)
{
	const struct scheme *scheme;
	struct edition edition;
	struct job_view job;
	struct val *page;

	if (!looked(req, &edition, &job, err) ||
	    !service_scheme(service_of(req), db_of(req), edition.rule_id, &scheme, err))
		return false;
	page = page_of_edition(req, &edition, scheme, "documents", word(req, "jobs.title"));
	part_crumb(page, arena_printf(req->arena, "editions/%s/documents", edition.key),
		   word(req, "papers.title"));
	val_put_text(page, "lead", word(req, "jobs.lead"));
	val_put_text(page, "job", req->params[1]);
	val_put_text(page, "state_word",
		     word(req, arena_printf(req->arena, "jobs.state.%s", STATES[job.state])));
	val_put_bool(page, "open", job.state < JOB_DONE);
	val_put_bool(page, "done", job.state == JOB_DONE);
	val_put_text(page, "why",
		     job.state == JOB_FAILED ? as_sentence(req->arena, job.err.msg[req->lang])
					     : NULL);
	val_put_int(page, "count", (int64_t)job.done);
	val_put_int(page, "total", (int64_t)job.total);
	val_put_text(page, "progress", progress_text(req, &job));
	val_put_text(page, "ending", job.pdf ? "pdf" : "zip");
	val_put_text(page, "size", document_size(req, (int64_t)job.size));
	return page_show(req, 200, "studio/job", page, err);
}

bool api_job(struct req *req, struct err *err)
{
	struct val *body = val_map(req->arena);
	struct edition edition;
	struct job_view job;

	if (!looked(req, &edition, &job, err))
		return false;
	val_put_text(body, "state", STATES[job.state]);
	val_put_int(body, "done", (int64_t)job.done);
	val_put_int(body, "total", (int64_t)job.total);
	val_put_text(body, "text", progress_text(req, &job));
	return answer_json(req, 200, body);
}

static bool file_job(struct req *req, bool pdf, struct err *err)
{
	struct edition edition;
	struct job_view job;
	size_t size;
	int fd;

	if (!looked(req, &edition, &job, err))
		return false;
	if (job.state != JOB_DONE || job.pdf != pdf)
		return FAIL_CODE(err, ERR_NOT_FOUND, "no_job", "berkas ini belum ada",
				 "there is no such file yet");
	if (!job_file(service_jobs(service_of(req)), who_of(req)->account.id, edition.id,
		      req->params[1], &fd, &size, err))
		return false;
	req->res.status = 200;
	req->res.type = pdf ? "application/pdf" : "application/zip";
	req->res.disposition = arena_printf(req->arena, "attachment; filename=\"%s.%s\"", job.file,
					    pdf ? "pdf" : "zip");
	res_file(req, fd, size);
	return true;
}

bool file_job_zip(struct req *req, struct err *err)
{
	return file_job(req, false, err);
}

bool file_job_pdf(struct req *req, struct err *err)
{
	return file_job(req, true, err);
}

bool do_job_cancel(struct req *req, struct err *err)
{
	struct edition edition;

	return req_edition(req, true, &edition, err) &&
	       job_cancel(service_jobs(service_of(req)), who_of(req)->account.id, edition.id,
			  req->params[1], err) &&
	       res_redirect(req, "/editions/%s/documents?done=cancelled", edition.key);
}
