/* The command table. A new command is a line here and a cmd_*.c. */
#include "app.h"

#include <string.h>

#include <stdio.h>

static int cmd_version(int argc, char **argv, enum lang lang)
{
	static const struct option_spec SPECS[] = { { NULL, NULL, false, false } };
	int code = options_parse(argc, argv, command_find("version"), SPECS, NULL, 0, lang);

	if (code >= 0)
		return code;
	(void)puts("paritrana 0.1");
	return 0;
}

const struct command COMMANDS[] = {
	{ "check",
	  "SCHEME.yaml",
	  { { "memeriksa berkas aturan; semua kesalahan disebut sekaligus",
	      "validates a scheme; every mistake at once" } },
	  cmd_check },
	{ "tally",
	  "--scheme F --nominees F.csv [--scores F.csv] [--evidence F.csv] [--recusals F.csv] [--votes F.csv] [--format table|json|csv] [--bundle F]",
	  { { "menghitung peringkat dari berkas CSV", "ranks nominees from CSV files" } },
	  cmd_tally },
	{ "report",
	  "--scheme F --nominees F.csv [--scores F.csv] [--evidence F.csv] [--recusals F.csv] [--votes F.csv] [--format table|json|csv] [--seed HEX] [--xlsx F]",
	  { { "seberapa pasti hasilnya: kesepakatan juri, ketahanan peringkat, statistik juri",
	      "how sure a result is: agreement, robustness, juror statistics" } },
	  cmd_report },
	{ "verify",
	  "FILE | --db F",
	  { { "menghitung ulang berkas hasil, atau memeriksa rantai sebuah basis data",
	      "recomputes a release bundle, or checks the chain of a database" } },
	  cmd_verify },
	{ "bundle",
	  "--db F --edition E --out F",
	  { { "menulis berkas hasil rilis terakhir", "writes the bundle of the newest release" } },
	  cmd_bundle },
	{ "init",
	  "--db F --scheme F [--settings F] [--nominees F] [--jurors F] [--evidence F]",
	  { { "membuat atau melengkapi basis data", "makes or extends a database" } },
	  cmd_init },
	{ "user add",
	  "--db F --edition E --username U --role juror|chair|keeper|secretariat [--juror KEY]"
	  " [--password-stdin]",
	  { { "menambah akun; kata sandi dibuat dan dicetak sekali",
	      "adds an account; a password is made and printed once" } },
	  cmd_user_add },
	{ "user reset",
	  "--db F --username U [--edition E] [--password-stdin]",
	  { { "memberi akun kata sandi baru", "gives an account a new password" } },
	  cmd_user_reset },
	{ "user disable",
	  "--db F --username U [--edition E]",
	  { { "menonaktifkan akun", "disables an account" } },
	  cmd_user_disable },
	{ "user list",
	  "--db F [--edition E] [--format table|json|csv]",
	  { { "daftar akun", "the accounts" } },
	  cmd_user_list },
	{ "certificates",
	  "--db F --edition E --out DIR|FILE.zip",
	  { { "mencetak semua piagam sebuah rilis sebagai PDF",
	      "prints all certificates of a release as PDF" } },
	  cmd_certificates },
	{ "verify-certificate",
	  "TOKEN|ADDRESS|FILE… [--key F] [--format table|json]",
	  { { "memeriksa piagam tanpa jaringan, dengan kunci umum edisinya (certificate-key.txt)",
	      "checks certificates offline, with the public key of their edition "
	      "(certificate-key.txt)" } },
	  cmd_verify_certificate },
	{ "certificate-key",
	  "--db F [--edition E] [--out F] [--replace retired|withdrawn --reason TEXT]",
	  { { "kunci umum untuk memeriksa piagam; --replace menggantinya",
	      "the public keys that check certificates; --replace makes a new one" } },
	  cmd_certificate_key },
	{ "documents",
	  "--db F --edition E --out DIR [--kind K] [--shipped]",
	  { { "mencetak dokumen sebuah edisi sebagai PDF: berita acara, rekapitulasi, daftar hadir, …",
	      "prints the documents of an edition as PDF: minutes, recapitulation, attendance, …" } },
	  cmd_documents },
	{ "serve",
	  "--db F [--listen ADDR:PORT] [--tls-cert F --tls-key F] [--health local|anyone]",
	  { { "menjalankan layanan web", "the web service" } },
	  cmd_serve },
	{ "demo",
	  "[--db F] [--listen ADDR:PORT] [--format table|json]",
	  { { "edisi contoh yang lengkap; mencetak siapa dapat masuk dan bagaimana",
	      "a complete sample edition; prints who can log in and how" } },
	  cmd_demo },
	{ "backup",
	  "--db F --to F",
	  { { "menyalin basis data, juga selagi layanan berjalan",
	      "copies the database, also while the service runs" } },
	  cmd_backup },
	{ "restore",
	  "--from F --to F",
	  { { "memulihkan salinan, setelah diperiksa", "restores a copy, after checking it" } },
	  cmd_restore },
	{ "version", "", { { "versi program", "the program's version" } }, cmd_version },
};
const size_t COMMAND_COUNT = COUNT(COMMANDS);

const struct command *command_find(const char *name)
{
	for (size_t i = 0; i < COMMAND_COUNT; i++)
		if (strcmp(COMMANDS[i].name, name) == 0)
			return &COMMANDS[i];
	return NULL;
}
