/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

/* One run of the real klaster-cli. */
typedef struct
{
  int status;
  char *output; /* standard output */
  char *errors; /* standard error */
} CliRun;

void      cli_run_clear    (CliRun     *self);
/* A path in a folder that is removed at exit. */
char     *cli_path         (const char *name);
/* Writes a file there; its path. */
char     *cli_write        (const char *name,
                            const char *text);
char     *cli_read         (const char *path);
/* @first…: arguments, then NULL. Fails the test when the program dies of a signal. */
CliRun    cli_run          (const char *input, /* (nullable): standard input */
                            const char *first,
                            ...) G_GNUC_NULL_TERMINATED;
/* The same, and the exit status must be this one. */
void      cli_expect       (int         status,
                            const char *first,
                            ...) G_GNUC_NULL_TERMINATED;
/* Standard output as the one JSON document that it must be. */
JsonNode *cli_json         (const CliRun *run);
/* The object has exactly these members, in any order. */
void      cli_assert_keys  (JsonObject *object,
                            const char *first,
                            ...) G_GNUC_NULL_TERMINATED;
char     *cli_checksum     (const char *path);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliRun, cli_run_clear)
