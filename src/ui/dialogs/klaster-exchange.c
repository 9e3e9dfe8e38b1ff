/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "klaster-compat.h"
#include "klaster-exchange.h"
#include "klaster-export.h"
#include "klaster-file-writing.h"
#include "klaster-import-dialog.h"
#include "klaster-share.h"
#include "klaster-undo-toast.h"
#include "klaster-window-private.h"

typedef struct
{
  KlasterWindow *window;
  gint table; /* of KlasterExportJob */
  KlasterExportFormat format;
  char *date; /* as of which statuses are written: what the pages show */
  KlasterSnapshot *snapshot;
  GFile *file;
} Export;

static void
export_free (gpointer data)
{
  Export *export = data;

  g_object_unref (export->window);
  g_clear_pointer (&export->snapshot, klaster_snapshot_unref);
  g_clear_object (&export->file);
  g_free (export->date);
  g_free (export);
}

static void
imported_cb (KlasterImportDialog *dialog,
             const char          *message,
             KlasterWindow       *window)
{
  const char *step = klaster_project_get_undo_step (window->project);

  if (step != NULL)
    klaster_undo_toast_show (window->toast_overlay, window->project, step, message);
}

/* What somebody who looks at this page has in mind. */
static KlasterTable
get_page_table (KlasterWindow *window)
{
  const char *page = adw_view_stack_get_visible_child_name (window->page_stack);

  if (g_strcmp0 (page, "agreements") == 0)
    return KLASTER_TABLE_AGREEMENT;
  if (g_strcmp0 (page, "graph") == 0)
    return KLASTER_TABLE_COOPERATION;

  return KLASTER_TABLE_INSTITUTION;
}

static KlasterImportDialog *
present_import (KlasterWindow *window)
{
  KlasterImportDialog *dialog;

  klaster_window_flush (window);
  dialog = klaster_import_dialog_new (GTK_WINDOW (window), window->project);
  klaster_import_dialog_set_table (dialog, get_page_table (window));
  g_signal_connect_object (dialog, "imported", G_CALLBACK (imported_cb), window, 0);
  gtk_window_present (GTK_WINDOW (dialog));

  return dialog;
}

static void
import_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  present_import (KLASTER_WINDOW (widget));
}

static void
import_cells_action (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  KlasterWindow *window = KLASTER_WINDOW (widget);
  KlasterImportDialog *dialog;
  KlasterTable table;

  if (window->project == NULL || klaster_project_is_read_only (window->project)
      || !klaster_schema_find_plural (g_variant_get_string (parameter, NULL), &table))
    return;
  dialog = present_import (window);
  klaster_import_dialog_set_table (dialog, table);
  klaster_import_dialog_paste (dialog);
}

gboolean
klaster_exchange_can_import (const char *name)
{
  static const char *const endings[] = { ".csv", ".tsv", ".txt", ".xlsx", ".geojson", ".json" };

  g_return_val_if_fail (name != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      gsize length = strlen (name), ending = strlen (endings[i]);

      if (length > ending && g_ascii_strcasecmp (name + length - ending, endings[i]) == 0)
        return TRUE;
    }

  return FALSE;
}

gboolean
klaster_exchange_import_file (KlasterWindow *window,
                              GFile         *file)
{
  g_return_val_if_fail (KLASTER_IS_WINDOW (window), FALSE);
  g_return_val_if_fail (G_IS_FILE (file), FALSE);

  if (window->project == NULL || klaster_project_is_read_only (window->project))
    return FALSE;
  klaster_import_dialog_load_file (present_import (window), file);

  return TRUE;
}

static GBytes *
make_on_worker (gpointer       data,
                void         (*note) (double fraction, gpointer note_data),
                gpointer       note_data,
                GCancellable  *cancellable,
                GError       **error)
{
  Export *export = data;
  const KlasterExportJob job = { export->snapshot, export->table, export->date, klaster_language_get_default (), note, note_data };

  return klaster_export_write (&job, export->format, cancellable, error);
}

/* The name that the user chose says the format; FALSE: what shall be written does not fit into such a file. */
static gboolean
choose_format (Export *export)
{
  g_autofree char *name = g_file_get_basename (export->file);
  g_autofree char *message = NULL;
  KlasterExportFormat format;

  if (!klaster_export_format_find (name, &format) || format == export->format)
    return TRUE;
  if (klaster_export_takes_table (format, export->table))
    {
      export->format = format;
      return TRUE;
    }
  /* Translators: %s: the ending of a file name, as “.geojson” */
  message = g_strdup_printf (_("A %s file cannot hold this table. Choose a name that ends with .xlsx or .csv."),
                             klaster_export_format_get_ending (format));
  klaster_window_show_error (export->window, message);

  return FALSE;
}

static void
start_export (Export *export)
{
  KlasterWindow *window = export->window;

  if (!choose_format (export))
    {
      export_free (export);
      return;
    }
  if (export->format == KLASTER_EXPORT_GPKG)
    {
      klaster_share_write (window, export->file, KLASTER_SHARE_WITHOUT_HISTORY);
      export_free (export);
      return;
    }
  export->snapshot = klaster_snapshot_ref (klaster_project_get_snapshot (window->project));
  klaster_file_write (GTK_WINDOW (window), export->file, make_on_worker, klaster_window_show_written, export, export_free);
}

static void
export_chosen_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  Export *export = user_data;

  export->file = klaster_compat_save_file_finish (result, NULL);
  if (export->file == NULL || export->window->project == NULL || export->window->closed)
    export_free (export);
  else
    start_export (export);
}

/* What can be exported, by the parameter of the action: a format, "graph", or the plural of a table. */
typedef struct
{
  const char *title;
  const char *file_type;
  const char *patterns[3];
} Offer;

static const Offer table_offer = { N_("Export a Table"), N_("Tables (XLSX, CSV)"), { "*.xlsx", "*.csv" } };
static const Offer graph_offer = { N_("Export the Graph"), N_("Graphs (GraphML, GEXF)"), { "*.graphml", "*.gexf" } };
/* In the order of KlasterExportFormat. */
static const Offer format_offers[] = {
  { N_("Export Members as a Table"), N_("Tables (CSV)"), { "*.csv" } },
  { N_("Export a Workbook"), N_("Workbooks (XLSX)"), { "*.xlsx" } },
  { N_("Export Members and Links as GeoJSON"), N_("GeoJSON"), { "*.geojson" } },
  { N_("Export the Graph"), N_("Graphs (GraphML)"), { "*.graphml" } },
  { N_("Export the Graph"), N_("Graphs (GEXF)"), { "*.gexf" } },
  { N_("Export the Content"), N_("JSON"), { "*.json" } },
  { N_("Export a GeoPackage"), N_("GeoPackage"), { "*.gpkg" } },
};

/* What @what stands for; FALSE: nothing. */
static gboolean
find_offer (const char           *what,
            const Offer         **offer,
            KlasterExportFormat  *format,
            gint                 *table)
{
  g_autofree char *dotted = g_strdup_printf (".%s", what);
  KlasterTable found;

  *table = KLASTER_EXPORT_ALL;
  if (strcmp (what, "graph") == 0)
    {
      *format = KLASTER_EXPORT_GRAPHML;
      *offer = &graph_offer;
      return TRUE;
    }
  if (klaster_schema_find_plural (what, &found))
    {
      *format = KLASTER_EXPORT_XLSX;
      *offer = &table_offer;
      *table = (gint) found;
      return TRUE;
    }
  if (!klaster_export_format_find (dotted, format))
    return FALSE;
  *offer = &format_offers[*format];
  if (*format == KLASTER_EXPORT_CSV)
    *table = KLASTER_TABLE_INSTITUTION;

  return TRUE;
}

static Export *
export_new (KlasterWindow       *window,
            KlasterExportFormat  format,
            gint                 table)
{
  Export *export = g_new0 (Export, 1);

  klaster_window_flush (window);
  export->window = g_object_ref (window);
  export->format = format;
  export->table = table;
  export->date = klaster_scope_dup_date (window->scope);

  return export;
}

gboolean
klaster_exchange_export (KlasterWindow *window,
                         const char    *what,
                         GFile         *file)
{
  const Offer *offer;
  KlasterExportFormat format;
  gint table;
  Export *export;

  g_return_val_if_fail (KLASTER_IS_WINDOW (window), FALSE);
  g_return_val_if_fail (G_IS_FILE (file), FALSE);

  if (window->project == NULL || !find_offer (what, &offer, &format, &table))
    return FALSE;
  export = export_new (window, format, table);
  export->file = g_object_ref (file);
  start_export (export);

  return TRUE;
}

static void
export_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  KlasterWindow *window = KLASTER_WINDOW (widget);
  g_autofree char *proposed = NULL;
  g_autofree char *base = NULL;
  g_autoptr (GListModel) filters = NULL;
  KlasterExportFormat format;
  const Offer *offer;
  gint table;

  if (window->project == NULL || !find_offer (g_variant_get_string (parameter, NULL), &offer, &format, &table))
    return;
  base = g_strdup (klaster_project_get_display_name (window->project));
  if (g_str_has_suffix (base, ".klaster"))
    base[strlen (base) - strlen (".klaster")] = '\0';
  if (offer == &table_offer)
    /* Translators: a proposed file name: the project, then what is in it, as “Institutions”; %s: the ending */
    proposed = g_strdup_printf (_("%s – %s%s"), base,
                                klaster_vocabulary_get_table_name ((KlasterTable) table, TRUE, klaster_language_get_default ()),
                                klaster_export_format_get_ending (format));
  else
    proposed = g_strconcat (base, klaster_export_format_get_ending (format), NULL);
  filters = klaster_compat_create_filters (_(offer->file_type), offer->patterns);
  klaster_compat_save_file_async (GTK_WINDOW (window), _(offer->title), _("_Export"), proposed, NULL, filters, NULL,
                                  export_chosen_cb, export_new (window, format, table));
}

void
klaster_exchange_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.import", NULL, import_action);
  gtk_widget_class_install_action (widget_class, "win.import-cells", "s", import_cells_action);
  gtk_widget_class_install_action (widget_class, "win.export", "s", export_action);
}
