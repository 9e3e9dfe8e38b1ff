/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include "klaster-cells-copy.h"
#include "klaster-cells.h"
#include "klaster-worker.h"

typedef struct
{
  KlasterSnapshot *snapshot;
  gint64 *ids;
  guint n_ids;
  GArray *columns;
  gboolean headers;
  char *date;
  KlasterLanguage language;
  KlasterCellsFunc make;
} Job;

/* Texts for the clipboard */
typedef struct
{
  char *tsv;
  char *html;
} Copied;

static void
job_free (gpointer data)
{
  Job *job = data;

  klaster_snapshot_unref (job->snapshot);
  g_free (job->ids);
  g_array_unref (job->columns);
  g_free (job->date);
  g_free (job);
}

static void
copied_free (gpointer data)
{
  Copied *copied = data;

  g_free (copied->tsv);
  g_free (copied->html);
  g_free (copied);
}

static void
copy_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  Job *job = data;
  g_autoptr (GPtrArray) rows = job->make (job->snapshot, job->ids, job->n_ids, (const guint *) (gpointer) job->columns->data,
                                          job->columns->len, job->headers, job->date, job->language);
  Copied *copied = g_new0 (Copied, 1);

  copied->tsv = klaster_cells_format_tsv (rows);
  copied->html = klaster_cells_format_html (rows, job->headers);
  g_task_return_pointer (task, copied, copied_free);
}

static void
copied_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  Copied *copied = g_task_propagate_pointer (G_TASK (result), NULL);
  GdkContentProvider *providers[2];
  g_autoptr (GBytes) html = NULL;
  g_autoptr (GdkContentProvider) both = NULL;

  if (copied == NULL)
    return;

  html = g_bytes_new (copied->html, strlen (copied->html));
  providers[0] = gdk_content_provider_new_typed (G_TYPE_STRING, copied->tsv);
  providers[1] = gdk_content_provider_new_for_bytes ("text/html", html);
  both = gdk_content_provider_new_union (providers, G_N_ELEMENTS (providers));
  gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (object)), both);
  copied_free (copied);
}

/**
 * klaster_cells_list_selected:
 * @model: what a table shows
 * @selection: what is selected
 * @n_selected: (out): how many of it are shown
 *
 * Returns: (transfer full) (array length=n_selected): the selected records that are shown, in their order
 */
gint64 *
klaster_cells_list_selected (KlasterQueryModel *model,
                             KlasterSelection  *selection,
                             guint             *n_selected)
{
  KlasterRecordList *list = klaster_query_model_get_list (model);
  GArray *selected = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint n_ids;
  const gint64 *ids = klaster_record_list_get_ids (list, &n_ids);

  for (guint i = 0; i < n_ids; i++)
    if (klaster_selection_contains (selection, klaster_record_list_get_table (list), ids[i]))
      g_array_append_val (selected, ids[i]);
  *n_selected = selected->len;

  return (gint64 *) (gpointer) g_array_free (selected, FALSE);
}

/**
 * klaster_cells_copy:
 * @widget: a table
 * @model: what it shows
 * @selection: what is selected
 * @columns: (element-type guint): which columns, in order
 * @headers: whether a first row says what they are
 * @make: makes the cells
 *
 * Copies the selected rows for spreadsheets and letters, in the background.
 */
void
klaster_cells_copy (GtkWidget         *widget,
                    KlasterQueryModel *model,
                    KlasterSelection  *selection,
                    const GArray      *columns,
                    gboolean           headers,
                    KlasterCellsFunc   make)
{
  g_autoptr (GTask) task = NULL;
  Job *job;

  g_return_if_fail (GTK_IS_WIDGET (widget) && KLASTER_IS_QUERY_MODEL (model) && columns != NULL && make != NULL);

  job = g_new0 (Job, 1);
  job->snapshot = klaster_snapshot_ref (klaster_project_get_snapshot (klaster_query_model_get_project (model)));
  job->ids = klaster_cells_list_selected (model, selection, &job->n_ids);
  job->columns = g_array_new (FALSE, FALSE, sizeof (guint));
  g_array_append_vals (job->columns, columns->data, columns->len);
  job->headers = headers;
  job->date = g_strdup (klaster_query_model_get_date (model));
  job->language = klaster_language_get_default ();
  job->make = make;
  if (job->n_ids == 0)
    {
      job_free (job);
      return;
    }
  task = g_task_new (widget, NULL, copied_cb, NULL);
  g_task_set_source_tag (task, klaster_cells_copy);
  g_task_set_task_data (task, job, job_free);
  klaster_worker_run_task (task, copy_thread);
}
