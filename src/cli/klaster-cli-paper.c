/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "klaster-agreement-draft.h"
#include "klaster-cli-overlay.h"
#include "klaster-cli.h"
#include "klaster-layout.h"
#include "klaster-paper-document.h"
#include "klaster-register.h"
#include "klaster-worker.h"

typedef struct
{
  KlasterSnapshot *snapshot;
  KlasterPaperOptions options;
  GArray *columns; /* (nullable): of guint */
} PaperJob;

/* What --as may be for a document; tables stand for the lists of their rows. */
static gboolean
find_document (const char           *as,
               KlasterPaperDocument *document)
{
  if (g_strcmp0 (as, "institutions") == 0)
    *document = KLASTER_PAPER_MEMBERS;
  else if (g_strcmp0 (as, "agreements") == 0)
    *document = KLASTER_PAPER_REGISTER;
  else
    return klaster_paper_document_find (as, document);

  return TRUE;
}

/**
 * klaster_cli_knows_paper:
 * @as: (nullable): what --as says
 *
 * Returns: whether a document is called so
 */
gboolean
klaster_cli_knows_paper (const char *as)
{
  KlasterPaperDocument document;

  return as != NULL && find_document (as, &document);
}

static gboolean
find_column (KlasterPaperDocument  document,
             const char           *name,
             guint                *column)
{
  KlasterRegisterColumn register_column;
  int found;

  if (document == KLASTER_PAPER_REGISTER)
    {
      if (!klaster_register_column_find (name, &register_column))
        return FALSE;
      *column = register_column;
      return TRUE;
    }
  found = strcmp (name, "name") == 0 ? (int) KLASTER_INSTITUTION_NAME_UZ
                                     : klaster_schema_find_column (KLASTER_TABLE_INSTITUTION, name);
  if (found <= 0)
    return FALSE;
  *column = (guint) found;

  return TRUE;
}

static gboolean
read_columns (KlasterCli *cli,
              const char *text,
              PaperJob   *job)
{
  g_auto (GStrv) names = g_strsplit (text, ",", -1);

  job->columns = klaster_paper_list_default_columns (job->options.document);
  if (job->columns->len == 0)
    {
      klaster_cli_error (cli, _("Columns can only be chosen for a list."));
      return FALSE;
    }
  g_array_set_size (job->columns, 0);
  for (guint i = 0; names[i] != NULL; i++)
    {
      guint column;

      if (!find_column (job->options.document, names[i], &column))
        {
          klaster_cli_error (cli, _("The list has no column “%s”."), names[i]);
          return FALSE;
        }
      g_array_append_val (job->columns, column);
    }
  job->options.columns = (const guint *) (gpointer) job->columns->data;
  job->options.n_columns = job->columns->len;

  return TRUE;
}

static gboolean
read_grouping (KlasterCli *cli,
               const char *text,
               PaperJob   *job)
{
  static const char *const names[KLASTER_N_PAPER_GROUPINGS] = {
    [KLASTER_PAPER_UNGROUPED] = "none", [KLASTER_PAPER_BY_ROLE] = "role", [KLASTER_PAPER_BY_KIND] = "kind",
    [KLASTER_PAPER_BY_DISTRICT] = "district", [KLASTER_PAPER_BY_STATUS] = "status",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (text, names[i]) == 0 && klaster_paper_document_has_grouping (job->options.document, i))
      {
        job->options.grouping = i;
        return TRUE;
      }
  klaster_cli_error (cli, _("The document cannot be grouped by “%s”."), text);

  return FALSE;
}

static gboolean
read_options (KlasterCli             *cli,
              const KlasterCliExport *export,
              PaperJob               *job)
{
  KlasterPaperOptions *options = &job->options;

  if (!find_document (export->as, &options->document))
    {
      klaster_cli_error (cli, _("“%s” cannot be printed; there are institutions, register, timeline, agreement, map, graph and passport."),
                         export->as);
      return FALSE;
    }
  options->language = cli->language;
  options->date = cli->date;
  options->id = export->id;
  options->landscape = klaster_paper_document_is_landscape (options->document);
  if (export->orientation != NULL)
    options->landscape = strcmp (export->orientation, "landscape") == 0;
  if (export->paper != NULL && !klaster_paper_size_parse (export->paper, &options->size))
    {
      klaster_cli_error (cli, _("“%s” is not a size of paper; there are A4, A3, A2 and A1."), export->paper);
      return FALSE;
    }
  if (export->orientation != NULL && !options->landscape && strcmp (export->orientation, "portrait") != 0)
    {
      klaster_cli_error (cli, _("“%s” is not an orientation; there are portrait and landscape."), export->orientation);
      return FALSE;
    }
  return (export->columns == NULL || read_columns (cli, export->columns, job))
         && (export->group == NULL || read_grouping (cli, export->group, job));
}

/* Whether --id names an agreement; if not, *@status says how to end. */
static gboolean
check_agreement (KlasterCli             *cli,
                 const KlasterCliExport *export,
                 int                    *status)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, export->id);

  if (export->id == 0)
    {
      klaster_cli_error (cli, _("Say with --id which agreement is meant."));
      *status = KLASTER_CLI_USAGE;
      return FALSE;
    }
  if (klaster_snapshot_lookup (klaster_project_get_snapshot (export->project), KLASTER_TABLE_AGREEMENT, export->id) == NULL)
    {
      klaster_cli_error (cli, _("There is no agreement with the identifier %s."), number);
      *status = KLASTER_CLI_REJECTED;
      return FALSE;
    }

  return TRUE;
}

static void
write_on_worker (GTask        *task,
                 gpointer      source_object,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  PaperJob *job = task_data;
  GError *error = NULL;
  g_autoptr (KlasterLayout) layout = NULL;
  g_autoptr (KlasterPaper) paper = NULL;
  GBytes *bytes;

  if (job->options.document == KLASTER_PAPER_GRAPH)
    {
      KlasterLayoutOptions options = KLASTER_LAYOUT_OPTIONS_DEFAULT;

      options.kind = job->options.layout = KLASTER_LAYOUT_LEVEL;
      layout = klaster_layout_new_for_snapshot (job->snapshot, &options, cancellable);
      if (layout != NULL)
        {
          job->options.positions = klaster_layout_get_positions (layout, &job->options.n_positions);
          job->options.bands = klaster_layout_get_bands (layout, &job->options.n_bands);
        }
    }
  if (g_task_return_error_if_cancelled (task))
    return;
  paper = klaster_paper_document_new (job->snapshot, &job->options, cancellable, &error);
  bytes = paper != NULL ? klaster_paper_to_pdf (paper, cancellable, &error) : NULL;
  if (bytes != NULL)
    g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

/**
 * klaster_cli_write_paper:
 * @cli: the run
 * @export: what is asked for
 *
 * Writes a document as PDF.
 *
 * Returns: an exit status
 */
int
klaster_cli_write_paper (KlasterCli             *cli,
                         const KlasterCliExport *export)
{
  PaperJob job = { .snapshot = klaster_project_get_snapshot (export->project) };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GTask) task = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (KlasterGeometry) overlay = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  if (!read_options (cli, export, &job))
    status = KLASTER_CLI_USAGE;
  else if (job.options.document != KLASTER_PAPER_AGREEMENT || check_agreement (cli, export, &status))
    {
      if (job.options.document == KLASTER_PAPER_MAP)
        job.options.overlay = overlay = klaster_cli_load_overlay (cli, export->project);
      task = g_task_new (NULL, cli->cancellable, klaster_cli_finished_cb, &result);
      g_task_set_source_tag (task, klaster_cli_write_paper);
      g_task_set_task_data (task, &job, NULL);
      klaster_worker_run_task (task, write_on_worker);
      bytes = g_task_propagate_pointer (G_TASK (klaster_cli_await (&result)), &error);
      status = bytes != NULL ? klaster_cli_store (cli, export->target, bytes) : klaster_cli_fail (cli, export->target, error);
    }
  g_clear_pointer (&job.columns, g_array_unref);

  return status;
}

/**
 * klaster_cli_write_draft:
 * @cli: the run
 * @export: what is asked for
 *
 * Writes the text of an agreement as ODT.
 *
 * Returns: an exit status
 */
int
klaster_cli_write_draft (KlasterCli             *cli,
                         const KlasterCliExport *export)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  int status;

  if (!check_agreement (cli, export, &status))
    return status;
  bytes = klaster_agreement_draft_write (klaster_project_get_snapshot (export->project), export->id, cli->date,
                                         cli->language, &error);

  return bytes != NULL ? klaster_cli_store (cli, export->target, bytes) : klaster_cli_fail (cli, export->target, error);
}
