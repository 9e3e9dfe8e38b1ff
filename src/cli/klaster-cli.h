/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "klaster-language.h"
#include "klaster-project.h"

G_BEGIN_DECLS

/* CLI.md, Exit status. */
typedef enum
{
  KLASTER_CLI_DONE = 0,
  KLASTER_CLI_USAGE = 1,
  KLASTER_CLI_CANNOT_OPEN = 2,
  KLASTER_CLI_REJECTED = 3,
  KLASTER_CLI_LEFT_OVER = 4,
  KLASTER_CLI_NOT_PUBLISHED = 5,
} KlasterCliStatus;

/**
 * KlasterCli:
 * @command: name of the command that runs
 * @author: (nullable): who shall stand in the history
 * @quiet: only errors are told
 * @date: what "today" is, YYYY-MM-DD
 * @language: of names and messages
 * @cancellable: cancelled by SIGINT and SIGTERM
 * @signal: which of them came; 0: none
 * @input: (nullable): standard input, once it was read
 * @clean: the project held nothing that was not published when it was opened
 * @committed: this run has changed the project
 * @n_overtaken: so many runs were for nothing, because another process published first
 * @again: this run was: nothing of it is left, and nothing was told
 *
 * One run of one command.
 */
typedef struct
{
  const char *command;
  char *author;
  gboolean quiet;
  char *date;
  KlasterLanguage language;
  GCancellable *cancellable;
  int signal;
  GBytes *input;
  gboolean clean;
  gboolean committed;
  guint n_overtaken;
  gboolean again;
} KlasterCli;

typedef struct
{
  const char *name;
  const char *summary; /* untranslated */
  int (*run) (KlasterCli *cli, int argc, char **argv);
} KlasterCliCommand;

/**
 * KlasterCliExport:
 * @project: what is written
 * @target: where: a path, or "-"
 * @as: (nullable): what --as says
 * @has_table: whether that is the plural of a table
 * @table: that table; institutions when @as is %NULL
 * @id: which agreement, 0: none
 * @paper: (nullable): size of paper
 * @orientation: (nullable): of the paper
 * @columns: (nullable): of a printed list, with commas
 * @group: (nullable): what a printed list is grouped by
 *
 * What one run of `export` writes; each ending has a function that takes it.
 */
typedef struct
{
  KlasterProject *project;
  const char *target;
  const char *as;
  gboolean has_table;
  KlasterTable table;
  gint64 id;
  const char *paper;
  const char *orientation;
  const char *columns;
  const char *group;
} KlasterCliExport;

/* Each in a file of its own. */
int klaster_cli_check  (KlasterCli *cli, int argc, char **argv);
int klaster_cli_edit   (KlasterCli *cli, int argc, char **argv);
int klaster_cli_export (KlasterCli *cli, int argc, char **argv);
int klaster_cli_import (KlasterCli *cli, int argc, char **argv);
int klaster_cli_info   (KlasterCli *cli, int argc, char **argv);
int klaster_cli_log    (KlasterCli *cli, int argc, char **argv);
int klaster_cli_new    (KlasterCli *cli, int argc, char **argv);
int klaster_cli_redo   (KlasterCli *cli, int argc, char **argv);
int klaster_cli_render (KlasterCli *cli, int argc, char **argv);
int klaster_cli_undo   (KlasterCli *cli, int argc, char **argv);
int klaster_cli_verify (KlasterCli *cli, int argc, char **argv);

/* What every command takes part of. */
typedef enum
{
  KLASTER_CLI_OPTION_DATE = 1 << 0, /* --date: something is derived from today */
} KlasterCliOptions;

/* klaster-cli-options.c */
gboolean        klaster_cli_parse      (KlasterCli          *self,
                                        const char          *arguments,
                                        const char          *description,
                                        const GOptionEntry  *entries,
                                        KlasterCliOptions    options,
                                        int                  min_arguments,
                                        int                  max_arguments,
                                        int                 *argc,
                                        char              ***argv);

/* klaster-cli-run.c: the main loop, projects, messages */
void            klaster_cli_message    (KlasterCli          *self,
                                        const char          *format,
                                        ...) G_GNUC_PRINTF (2, 3);
void            klaster_cli_error      (KlasterCli          *self,
                                        const char          *format,
                                        ...) G_GNUC_PRINTF (2, 3);
void            klaster_cli_progress   (double               fraction,
                                        gpointer             cli);
void            klaster_cli_end_progress (KlasterCli        *self);
void            klaster_cli_print_json (JsonNode            *document);
/* Sees to it that standard output is written, or that somebody knows: to be called before the first word and after the last. */
void            klaster_cli_begin_output (void);
int             klaster_cli_end_output (KlasterCli          *self,
                                        int                  status);
/* Callback of every asynchronous call here: @user_data is a GAsyncResult **. */
void            klaster_cli_finished_cb (GObject            *source,
                                        GAsyncResult        *result,
                                        gpointer             user_data);
/* Runs the main loop until *@result is there; (transfer none) */
GAsyncResult   *klaster_cli_await      (GAsyncResult       **result);
/* Says what happened to what, and returns the exit status for it. */
int             klaster_cli_fail       (KlasterCli          *self,
                                        const char          *subject,
                                        const GError        *error);
/* Whether a project file can have this name; otherwise that was told, and it is wrong usage. */
gboolean        klaster_cli_check_name (KlasterCli          *self,
                                        const char          *path);
/* NULL: told, *@status is set. */
KlasterProject *klaster_cli_open       (KlasterCli          *self,
                                        const char          *path,
                                        KlasterOpenFlags     flags,
                                        int                 *status);
/* Publishes what was done and gives the project up; @status when all went well, else the status to exit with. When another
 * process published first, nothing of it stays and the command runs once more: then @self->again is set, and the command
 * returns without telling anything. */
int             klaster_cli_close      (KlasterCli          *self,
                                        KlasterProject      *project,
                                        const char          *path,
                                        int                  status);
/* A file, or standard input for "-"; NULL: told, *@status is set. */
GBytes         *klaster_cli_load       (KlasterCli          *self,
                                        const char          *path,
                                        int                 *status);
/* A new file, or standard output for "-"; an exit status. */
int             klaster_cli_store      (KlasterCli          *self,
                                        const char          *path,
                                        GBytes              *bytes);

/* klaster-cli-paper.c: documents as PDF, drafts as ODT */
gboolean        klaster_cli_knows_paper (const char         *as);
int             klaster_cli_write_paper (KlasterCli         *self,
                                        const KlasterCliExport *export);
int             klaster_cli_write_draft (KlasterCli         *self,
                                        const KlasterCliExport *export);

G_END_DECLS
