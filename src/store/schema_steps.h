/* Between the files of the schema: its later steps. Private to store. */
#ifndef STORE_SCHEMA_STEPS_H
#define STORE_SCHEMA_STEPS_H

extern const char SCHEMA_ASSEMBLY[]; /* who was at the pleno */
extern const char SCHEMA_CODES[];    /* access cards, codes of nominees, objections */
extern const char SCHEMA_ENTRIES[];  /* sheets that were filled in on paper */
extern const char SCHEMA_PAPERS[];   /* layouts, designs, what certificates are printed with */
extern const char SCHEMA_PRINTS[];   /* what a release is printed with, pictures of layouts */
extern const char SCHEMA_SCHEDULE[]; /* interviews: sessions, times, attendance */
extern const char SCHEMA_TOKENS[];   /* keys of editions, tokens of certificates */

#endif
