/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "klaster-banner.h"
#include "klaster-busy-spinner.h"
#include "klaster-compat.h"
#include "klaster-overlay-loader.h"
#include "klaster-paper-view.h"
#include "klaster-file-writing.h"
#include "klaster-print-job.h"
#include "klaster-print-window.h"
#include "klaster-settings.h"
#include "klaster-undo-toast.h"
#include "klaster-worker.h"

#define ZOOM_STEP 1.25
#define LEAST_ZOOM 0.2
#define MOST_ZOOM 6.0

/* What the page shows that a document is of: which of its rows, and how */
typedef struct
{
  gint64 *ids; /* (nullable): all are shown */
  guint n_ids;
  KlasterScopeFilter *scope; /* (nullable): of the links of a map or graph */
  KlasterAttribute color_by, size_by;
} Part;

/**
 * KlasterPrintWindow:
 *
 * What is printed, as it will be: the pages of a document, and beside them what can be chosen about it. Documents are laid
 * out and drawn on workers; the last one stays until the next is there.
 */
struct _KlasterPrintWindow
{
  AdwWindow parent_instance;

  KlasterProject *project;
  char *date;
  gint64 agreement;
  KlasterLayout *layout;  /* (nullable) */
  GArray *documents;      /* of KlasterPaperDocument, as the row offers them */
  GArray *groupings;      /* of KlasterPaperGrouping */
  GArray *columns[KLASTER_N_PAPER_DOCUMENTS]; /* of guint: those chosen */
  Part parts[KLASTER_N_PAPER_DOCUMENTS];
  GPtrArray *column_rows; /* of GtkWidget: in the expander */
  GCancellable *cancellable;
  gboolean filling;       /* rows are changed by ourselves */

  AdwToastOverlay *toast_overlay;
  KlasterBanner *banner;
  KlasterPaperView *thumbnails;
  KlasterPaperView *pages;
  GtkWidget *thumbnails_scrolled;
  GtkLabel *page_label;
  KlasterBusySpinner *spinner;
  GtkButton *zoom_button;
  KlasterOverlayLoader *overlays;

  AdwComboRow *document_row;
  AdwActionRow *part_row;
  GtkSwitch *part_switch;
  AdwComboRow *language_row;
  AdwComboRow *size_row;
  AdwComboRow *orientation_row;
  GtkWidget *list_group;
  AdwComboRow *grouping_row;
  AdwExpanderRow *columns_row;
};

G_DEFINE_FINAL_TYPE (KlasterPrintWindow, klaster_print_window, ADW_TYPE_WINDOW)

/* A document on its way to a worker and back */
typedef struct
{
  KlasterSnapshot *snapshot;
  KlasterPaperOptions options;
  char *date;
  gint64 *ids;
  guint *columns;
  KlasterLayout *graph;   /* (nullable) */
} Job;

static void
job_free (gpointer data)
{
  Job *self = data;

  klaster_snapshot_unref (self->snapshot);
  g_free (self->date);
  g_free (self->ids);
  g_free (self->columns);
  g_clear_pointer (&self->graph, klaster_layout_unref);
  g_clear_pointer (&self->options.scope, klaster_scope_filter_unref);
  g_clear_pointer (&self->options.overlay, klaster_geometry_unref);
  g_free (self);
}

/* Where the members lie in the graph; made here when no page has done so yet */
static void
lay_graph_out (Job          *self,
               GCancellable *cancellable)
{
  if (self->graph == NULL)
    {
      KlasterLayoutOptions options = KLASTER_LAYOUT_OPTIONS_DEFAULT;

      options.kind = KLASTER_LAYOUT_LEVEL;
      self->graph = klaster_layout_new_for_snapshot (self->snapshot, &options, cancellable);
    }
  if (self->graph == NULL)
    return;
  self->options.layout = klaster_layout_get_kind (self->graph);
  self->options.positions = klaster_layout_get_positions (self->graph, &self->options.n_positions);
  self->options.bands = klaster_layout_get_bands (self->graph, &self->options.n_bands);
}

static KlasterPaperDocument
get_document (KlasterPrintWindow *self)
{
  guint position = adw_combo_row_get_selected (self->document_row);

  return position < self->documents->len ? g_array_index (self->documents, KlasterPaperDocument, position)
                                         : KLASTER_PAPER_MEMBERS;
}

static void
update_view (KlasterPrintWindow *self)
{
  KlasterPaper *paper = klaster_paper_view_get_paper (self->pages);
  guint n_pages = paper != NULL ? klaster_paper_get_n_pages (paper) : 0;
  g_autofree char *page = NULL;
  g_autofree char *zoom = NULL;

  if (n_pages > 0)
    page = g_strdup_printf (_("Page %u of %u"), klaster_paper_view_get_page (self->pages) + 1, n_pages);
  gtk_label_set_text (self->page_label, page != NULL ? page : "");
  /* Paper is 72 points to the inch, screens count 96 pixels. */
  zoom = g_strdup_printf ("%.0f %%", klaster_paper_view_get_zoom (self->pages) * 75);
  gtk_button_set_label (self->zoom_button, zoom);
  gtk_widget_set_visible (self->thumbnails_scrolled, n_pages > 1);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "print.print", n_pages > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "print.save", n_pages > 0);
}

static void
lay_out_on_worker (GTask        *task,
                   gpointer      source_object,
                   gpointer      task_data,
                   GCancellable *cancellable)
{
  Job *job = task_data;
  GError *error = NULL;
  KlasterPaper *paper;

  if (job->options.document == KLASTER_PAPER_GRAPH)
    lay_graph_out (job, cancellable);
  if (g_task_return_error_if_cancelled (task))
    return;
  paper = klaster_paper_document_new (job->snapshot, &job->options, cancellable, &error);
  if (paper != NULL)
    g_task_return_pointer (task, paper, (GDestroyNotify) klaster_paper_unref);
  else
    g_task_return_error (task, error);
}

static void
laid_out_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  KlasterPrintWindow *self = KLASTER_PRINT_WINDOW (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (KlasterPaper) paper = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->project == NULL)
    return;
  klaster_busy_spinner_set_busy (self->spinner, FALSE);
  if (error != NULL)
    klaster_banner_set_message (self->banner, error->message);
  klaster_banner_set_revealed (self->banner, error != NULL);
  klaster_paper_view_set_paper (self->pages, paper);
  klaster_paper_view_set_paper (self->thumbnails, paper);
  update_view (self);
}

/* Lays the document out that the rows describe. */
static void
reload (KlasterPrintWindow *self)
{
  KlasterPaperDocument document = get_document (self);
  guint grouping = adw_combo_row_get_selected (self->grouping_row);
  const Part *part = &self->parts[document];
  g_autoptr (GTask) task = NULL;
  Job *job;

  if (self->filling || self->project == NULL)
    return;
  job = g_new0 (Job, 1);
  job->snapshot = klaster_snapshot_ref (klaster_project_get_snapshot (self->project));
  job->date = g_strdup (self->date);
  job->options.document = document;
  job->options.language = adw_combo_row_get_selected (self->language_row);
  job->options.size = adw_combo_row_get_selected (self->size_row);
  job->options.landscape = adw_combo_row_get_selected (self->orientation_row) == 1;
  job->options.date = job->date;
  job->options.id = self->agreement;
  if (self->layout != NULL)
    job->graph = klaster_layout_ref (self->layout);
  if (grouping < self->groupings->len)
    job->options.grouping = g_array_index (self->groupings, KlasterPaperGrouping, grouping);
  if (self->columns[document]->len > 0)
    {
      job->columns = g_memdup2 (self->columns[document]->data, self->columns[document]->len * sizeof (guint));
      job->options.columns = job->columns;
      job->options.n_columns = self->columns[document]->len;
    }
  job->options.scope = part->scope != NULL ? klaster_scope_filter_ref (part->scope) : NULL;
  if (document == KLASTER_PAPER_MAP && klaster_overlay_loader_get_geometry (self->overlays) != NULL)
    job->options.overlay = klaster_geometry_ref (klaster_overlay_loader_get_geometry (self->overlays));
  job->options.color_by = part->color_by;
  job->options.size_by = part->size_by;
  if (part->ids != NULL && gtk_switch_get_active (self->part_switch))
    {
      job->ids = g_memdup2 (part->ids, part->n_ids * sizeof (gint64));
      job->options.ids = job->ids;
      job->options.n_ids = part->n_ids;
    }
  g_settings_set_string (klaster_settings_get (), "print-language", klaster_language_get_code (job->options.language));
  g_settings_set_string (klaster_settings_get (), "print-paper", klaster_paper_size_get_name (job->options.size));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  klaster_busy_spinner_set_busy (self->spinner, TRUE);
  task = g_task_new (self, self->cancellable, laid_out_cb, NULL);
  g_task_set_source_tag (task, reload);
  g_task_set_task_data (task, job, job_free);
  klaster_worker_run_task (task, lay_out_on_worker);
}

static void
column_toggled_cb (GtkCheckButton     *button,
                   KlasterPrintWindow *self)
{
  KlasterPaperDocument document = get_document (self);
  g_autoptr (GArray) all = klaster_paper_list_columns (document);
  GArray *chosen = self->columns[document];

  if (self->filling)
    return;
  g_array_set_size (chosen, 0);
  for (guint i = 0; i < self->column_rows->len && i < all->len; i++)
    if (gtk_check_button_get_active (g_object_get_data (g_ptr_array_index (self->column_rows, i), "check")))
      g_array_append_val (chosen, g_array_index (all, guint, i));
  reload (self);
}

static gboolean
contains (GArray *columns,
          guint   column)
{
  for (guint i = 0; i < columns->len; i++)
    if (g_array_index (columns, guint, i) == column)
      return TRUE;

  return FALSE;
}

static void
fill_columns (KlasterPrintWindow *self)
{
  KlasterPaperDocument document = get_document (self);
  g_autoptr (GArray) all = klaster_paper_list_columns (document);

  for (guint i = 0; i < self->column_rows->len; i++)
    adw_expander_row_remove (self->columns_row, g_ptr_array_index (self->column_rows, i));
  g_ptr_array_set_size (self->column_rows, 0);
  for (guint i = 0; i < all->len; i++)
    {
      guint column = g_array_index (all, guint, i);
      g_autofree char *title = klaster_paper_get_column_title (document, column, klaster_language_get_default ());
      GtkWidget *row = adw_action_row_new ();
      GtkWidget *check = gtk_check_button_new ();

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
      gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
      gtk_check_button_set_active (GTK_CHECK_BUTTON (check), contains (self->columns[document], column));
      g_signal_connect (check, "toggled", G_CALLBACK (column_toggled_cb), self);
      g_object_set_data (G_OBJECT (row), "check", check);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
      adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
      adw_expander_row_add_row (self->columns_row, row);
      g_ptr_array_add (self->column_rows, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->columns_row), all->len > 0);
}

static void
fill_groupings (KlasterPrintWindow *self)
{
  const char *const names[KLASTER_N_PAPER_GROUPINGS] = {
    /* Translators: what the rows of a printed list are grouped by. */
    [KLASTER_PAPER_UNGROUPED] = C_("grouping", "Nothing"),
    /* Translators: what the rows of a printed list are grouped by. */
    [KLASTER_PAPER_BY_ROLE] = C_("grouping", "Role"),
    /* Translators: what the rows of a printed list are grouped by. */
    [KLASTER_PAPER_BY_KIND] = C_("grouping", "Kind"),
    /* Translators: what the rows of a printed list are grouped by. */
    [KLASTER_PAPER_BY_DISTRICT] = C_("grouping", "District"),
    /* Translators: what the rows of a printed list are grouped by. */
    [KLASTER_PAPER_BY_STATUS] = C_("grouping", "Status"),
  };
  KlasterPaperDocument document = get_document (self);
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);

  g_array_set_size (self->groupings, 0);
  for (guint i = 0; i < KLASTER_N_PAPER_GROUPINGS; i++)
    if (klaster_paper_document_has_grouping (document, i))
      {
        KlasterPaperGrouping grouping = i;

        g_array_append_val (self->groupings, grouping);
        gtk_string_list_append (list, names[i]);
      }
  adw_combo_row_set_model (self->grouping_row, G_LIST_MODEL (list));
  adw_combo_row_set_selected (self->grouping_row, 0);
  gtk_widget_set_visible (self->list_group, self->groupings->len > 1);
}

static void
fill_part (KlasterPrintWindow *self)
{
  KlasterPaperDocument document = get_document (self);
  const Part *part = &self->parts[document];
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->part_row), part->ids != NULL);
  if (part->ids == NULL)
    return;
  text = g_strdup_printf (ngettext ("%u of them", "%u of them", part->n_ids), part->n_ids);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->part_row), _("Only What Is Shown Now"));
  adw_action_row_set_subtitle (self->part_row, text);
}

static void
document_changed_cb (KlasterPrintWindow *self)
{
  if (self->filling)
    return;
  self->filling = TRUE;
  fill_groupings (self);
  fill_columns (self);
  fill_part (self);
  adw_combo_row_set_selected (self->orientation_row, klaster_paper_document_is_landscape (get_document (self)));
  self->filling = FALSE;
  reload (self);
}

static void
page_changed_cb (KlasterPrintWindow *self)
{
  guint page = klaster_paper_view_get_page (self->pages);

  klaster_paper_view_set_page (self->thumbnails, page);
  update_view (self);
}

static void
thumbnail_activated_cb (KlasterPrintWindow *self,
                        guint               page)
{
  klaster_paper_view_scroll_to (self->pages, page);
}

static void
set_zoom (KlasterPrintWindow *self,
          double              zoom)
{
  guint page = klaster_paper_view_get_page (self->pages);

  klaster_paper_view_set_zoom (self->pages, zoom > 0 ? CLAMP (zoom, LEAST_ZOOM, MOST_ZOOM) : KLASTER_PAPER_VIEW_FIT);
  klaster_paper_view_set_page (self->pages, page);
  update_view (self);
}

static void
zoom_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  KlasterPrintWindow *self = KLASTER_PRINT_WINDOW (widget);
  double zoom = klaster_paper_view_get_zoom (self->pages);

  if (g_str_equal (name, "print.zoom-in"))
    set_zoom (self, zoom * ZOOM_STEP);
  else if (g_str_equal (name, "print.zoom-out"))
    set_zoom (self, zoom / ZOOM_STEP);
  else
    set_zoom (self, KLASTER_PAPER_VIEW_FIT);
}

static void
show_error (KlasterPrintWindow *self,
            const GError       *error)
{
  if (error == NULL || self->project == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  klaster_banner_set_message (self->banner, error->message);
  klaster_banner_set_revealed (self->banner, TRUE);
}

static void
printed_cb (GtkPrintOperation       *operation,
            GtkPrintOperationResult  result,
            KlasterPrintWindow      *self)
{
  g_autoptr (GError) error = NULL;

  if (result != GTK_PRINT_OPERATION_RESULT_ERROR)
    return;
  gtk_print_operation_get_error (operation, &error);
  show_error (self, error);
}

static void
print_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  KlasterPrintWindow *self = KLASTER_PRINT_WINDOW (widget);
  KlasterPaper *paper = klaster_paper_view_get_paper (self->pages);
  g_autoptr (GtkPrintOperation) operation = NULL;
  g_autoptr (GError) error = NULL;

  if (paper == NULL)
    return;
  operation = klaster_print_job_new (paper);
  g_signal_connect_object (operation, "done", G_CALLBACK (printed_cb), self, 0);
  if (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, GTK_WINDOW (self), &error)
      == GTK_PRINT_OPERATION_RESULT_ERROR)
    show_error (self, error);
}

/* The dialog in which GTK asks for a printer does not go with the window below it, and holds the document. */
static void
close_dialogs_cb (GtkWindow *self)
{
  g_autoptr (GList) toplevels = gtk_window_list_toplevels ();

  for (GList *l = toplevels; l != NULL; l = l->next)
    if (gtk_window_get_transient_for (l->data) == self)
      gtk_window_close (l->data);
}

static void
written_cb (GtkWindow    *window,
            GFile        *file,
            gpointer      paper,
            const GError *error)
{
  KlasterPrintWindow *self = KLASTER_PRINT_WINDOW (window);

  if (error == NULL && self->project != NULL)
    {
      g_autofree char *name = g_file_get_basename (file);
      g_autofree char *message = g_strdup_printf (_("“%s” written"), name);

      adw_toast_overlay_add_toast (self->toast_overlay, klaster_toast_new (message));
    }
  show_error (self, error);
}

static GBytes *
make_on_worker (gpointer       paper,
                void         (*note) (double fraction, gpointer note_data),
                gpointer       note_data,
                GCancellable  *cancellable,
                GError       **error)
{
  return klaster_paper_to_pdf (paper, cancellable, error);
}

static void
save_chosen_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GFile) file = klaster_compat_save_file_finish (result, NULL);

  if (file != NULL)
    klaster_print_window_save (KLASTER_PRINT_WINDOW (source), file);
}

static void
save_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  static const char *const patterns[] = { "*.pdf", NULL };
  KlasterPrintWindow *self = KLASTER_PRINT_WINDOW (widget);
  KlasterPaper *paper = klaster_paper_view_get_paper (self->pages);
  g_autoptr (GListModel) filters = klaster_compat_create_filters (_("PDF Documents"), patterns);
  g_autofree char *proposed = NULL;

  if (paper == NULL)
    return;
  proposed = g_strconcat (klaster_paper_get_title (paper), ".pdf", NULL);
  g_strdelimit (proposed, "/", '-');
  klaster_compat_save_file_async (GTK_WINDOW (self), _("Save as PDF"), _("_Save"), proposed, NULL, filters, NULL,
                                  save_chosen_cb, NULL);
}

static void
project_changed_cb (KlasterPrintWindow *self)
{
  reload (self);
}

/* The outlines that lie over the map come a moment later than the window. */
static void
overlays_loaded_cb (KlasterPrintWindow *self)
{
  if (get_document (self) == KLASTER_PAPER_MAP)
    reload (self);
}

static void
klaster_print_window_dispose (GObject *object)
{
  KlasterPrintWindow *self = KLASTER_PRINT_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->project != NULL)
    g_signal_handlers_disconnect_by_data (self->project, self);
  g_clear_object (&self->project);
  g_signal_handlers_disconnect_by_data (self->overlays, self);
  klaster_overlay_loader_set_project (self->overlays, NULL);

  G_OBJECT_CLASS (klaster_print_window_parent_class)->dispose (object);
}

static void
klaster_print_window_finalize (GObject *object)
{
  KlasterPrintWindow *self = KLASTER_PRINT_WINDOW (object);

  for (guint i = 0; i < KLASTER_N_PAPER_DOCUMENTS; i++)
    {
      g_array_unref (self->columns[i]);
      g_free (self->parts[i].ids);
      g_clear_pointer (&self->parts[i].scope, klaster_scope_filter_unref);
    }
  g_object_unref (self->overlays);
  g_clear_pointer (&self->layout, klaster_layout_unref);
  g_array_unref (self->documents);
  g_array_unref (self->groupings);
  g_ptr_array_unref (self->column_rows);
  g_free (self->date);

  G_OBJECT_CLASS (klaster_print_window_parent_class)->finalize (object);
}

static void
klaster_print_window_class_init (KlasterPrintWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = klaster_print_window_dispose;
  object_class->finalize = klaster_print_window_finalize;

  g_type_ensure (KLASTER_TYPE_PAPER_VIEW);
  g_type_ensure (KLASTER_TYPE_BANNER);
  g_type_ensure (KLASTER_TYPE_BUSY_SPINNER);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/klaster_app/Klaster/ui/klaster-print-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KlasterPrintWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, KlasterPrintWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, KlasterPrintWindow, thumbnails);
  gtk_widget_class_bind_template_child (widget_class, KlasterPrintWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, KlasterPrintWindow, thumbnails_scrolled);
  gtk_widget_class_bind_template_child (widget_class, KlasterPrintWindow, page_label);
  gtk_widget_class_bind_template_child (widget_class, KlasterPrintWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, KlasterPrintWindow, zoom_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterPrintWindow, document_row);
  gtk_widget_class_bind_template_child (widget_class, KlasterPrintWindow, part_row);
  gtk_widget_class_bind_template_child (widget_class, KlasterPrintWindow, part_switch);
  gtk_widget_class_bind_template_child (widget_class, KlasterPrintWindow, language_row);
  gtk_widget_class_bind_template_child (widget_class, KlasterPrintWindow, size_row);
  gtk_widget_class_bind_template_child (widget_class, KlasterPrintWindow, orientation_row);
  gtk_widget_class_bind_template_child (widget_class, KlasterPrintWindow, list_group);
  gtk_widget_class_bind_template_child (widget_class, KlasterPrintWindow, grouping_row);
  gtk_widget_class_bind_template_child (widget_class, KlasterPrintWindow, columns_row);
  gtk_widget_class_bind_template_callback (widget_class, reload);
  gtk_widget_class_bind_template_callback (widget_class, update_view);
  gtk_widget_class_bind_template_callback (widget_class, document_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, page_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, thumbnail_activated_cb);

  gtk_widget_class_install_action (widget_class, "print.print", NULL, print_action);
  gtk_widget_class_install_action (widget_class, "print.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "print.zoom-in", NULL, zoom_action);
  gtk_widget_class_install_action (widget_class, "print.zoom-out", NULL, zoom_action);
  gtk_widget_class_install_action (widget_class, "print.zoom-fit", NULL, zoom_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_p, GDK_CONTROL_MASK, "print.print", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "print.save", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_plus, GDK_CONTROL_MASK, "print.zoom-in", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_equal, GDK_CONTROL_MASK, "print.zoom-in", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Add, GDK_CONTROL_MASK, "print.zoom-in", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_minus, GDK_CONTROL_MASK, "print.zoom-out", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Subtract, GDK_CONTROL_MASK, "print.zoom-out", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_0, GDK_CONTROL_MASK, "print.zoom-fit", NULL);
}

/* What the person chose last, else the language of the interface and A4 */
static void
fill_choices (KlasterPrintWindow *self)
{
  g_autoptr (GtkStringList) language_list = gtk_string_list_new (klaster_language_list_own_names ());
  g_autoptr (GtkStringList) size_list = gtk_string_list_new (NULL);
  g_autofree char *language_code = g_settings_get_string (klaster_settings_get (), "print-language");
  g_autofree char *size_name = g_settings_get_string (klaster_settings_get (), "print-paper");
  KlasterLanguage language = klaster_language_get_default ();
  KlasterPaperSize size = KLASTER_PAPER_A4;

  klaster_language_parse (language_code, &language);
  klaster_paper_size_parse (size_name, &size);
  for (guint i = 0; i < KLASTER_N_PAPER_SIZES; i++)
    gtk_string_list_append (size_list, klaster_paper_size_get_name (i));
  adw_combo_row_set_model (self->language_row, G_LIST_MODEL (language_list));
  adw_combo_row_set_selected (self->language_row, language);
  adw_combo_row_set_model (self->size_row, G_LIST_MODEL (size_list));
  adw_combo_row_set_selected (self->size_row, size);
}

static void
klaster_print_window_init (KlasterPrintWindow *self)
{
  self->filling = TRUE;
  self->documents = g_array_new (FALSE, FALSE, sizeof (KlasterPaperDocument));
  self->groupings = g_array_new (FALSE, FALSE, sizeof (KlasterPaperGrouping));
  self->column_rows = g_ptr_array_new ();
  for (guint i = 0; i < KLASTER_N_PAPER_DOCUMENTS; i++)
    self->columns[i] = klaster_paper_list_default_columns (i);
  self->overlays = klaster_overlay_loader_new ();
  g_signal_connect_swapped (self->overlays, "loaded", G_CALLBACK (overlays_loaded_cb), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  /* A task may hold the closed window longer than its parent lives, and GTK forgets the parent only of windows that are
   * open: closing takes it away. What is NULL here is handed to GTK as the parent. */
  g_signal_connect (self, "unmap", G_CALLBACK (gtk_window_set_transient_for), NULL);
  g_signal_connect (self, "unmap", G_CALLBACK (close_dialogs_cb), NULL);
  fill_choices (self);
}

/**
 * klaster_print_window_new:
 * @parent: the window of the project
 * @project: a project
 * @date: the day that status and the like are derived for
 *
 * Returns: (transfer none): a preview, to be told what to show
 */
KlasterPrintWindow *
klaster_print_window_new (GtkWindow      *parent,
                          KlasterProject *project,
                          const char     *date)
{
  KlasterPrintWindow *self = g_object_new (KLASTER_TYPE_PRINT_WINDOW, "transient-for", parent, "destroy-with-parent", TRUE,
                                           NULL);

  self->project = g_object_ref (project);
  klaster_overlay_loader_set_project (self->overlays, project);
  self->date = g_strdup (date);
  g_signal_connect_swapped (project, "changed", G_CALLBACK (project_changed_cb), self);

  return self;
}

void
klaster_print_window_set_agreement (KlasterPrintWindow *self,
                                    gint64              id)
{
  g_return_if_fail (KLASTER_IS_PRINT_WINDOW (self));

  self->agreement = id;
}

void
klaster_print_window_set_ids (KlasterPrintWindow   *self,
                              KlasterPaperDocument  document,
                              const gint64         *ids,
                              guint                 n_ids)
{
  g_return_if_fail (KLASTER_IS_PRINT_WINDOW (self) && document < KLASTER_N_PAPER_DOCUMENTS);

  g_free (self->parts[document].ids);
  self->parts[document].ids = ids != NULL && n_ids > 0 ? g_memdup2 (ids, n_ids * sizeof (gint64)) : NULL;
  self->parts[document].n_ids = n_ids;
}

void
klaster_print_window_set_appearance (KlasterPrintWindow      *self,
                                     KlasterPaperDocument     document,
                                     const KlasterMapOptions *options)
{
  Part *part;

  g_return_if_fail (KLASTER_IS_PRINT_WINDOW (self) && document < KLASTER_N_PAPER_DOCUMENTS);

  part = &self->parts[document];
  g_clear_pointer (&part->scope, klaster_scope_filter_unref);
  part->scope = options->scope != NULL ? klaster_scope_filter_ref (options->scope) : NULL;
  part->color_by = options->color_by;
  part->size_by = options->size_by;
}

void
klaster_print_window_set_layout (KlasterPrintWindow *self,
                                 KlasterLayout      *layout)
{
  g_return_if_fail (KLASTER_IS_PRINT_WINDOW (self));

  g_clear_pointer (&self->layout, klaster_layout_unref);
  if (layout != NULL)
    self->layout = klaster_layout_ref (layout);
}

/**
 * klaster_print_window_set_document:
 * @self: a preview
 * @document: what is shown first
 *
 * Offers the documents that there are and shows one.
 */
void
klaster_print_window_set_document (KlasterPrintWindow   *self,
                                   KlasterPaperDocument  document)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);
  guint selected = 0;

  g_return_if_fail (KLASTER_IS_PRINT_WINDOW (self) && document < KLASTER_N_PAPER_DOCUMENTS);

  self->filling = TRUE;
  g_array_set_size (self->documents, 0);
  for (guint i = 0; i < KLASTER_N_PAPER_DOCUMENTS; i++)
    {
      KlasterPaperDocument offered = i;

      if (offered == KLASTER_PAPER_AGREEMENT && self->agreement == 0)
        continue;
      if (offered == document)
        selected = self->documents->len;
      g_array_append_val (self->documents, offered);
      gtk_string_list_append (list, klaster_paper_document_get_title (offered, klaster_language_get_default ()));
    }
  adw_combo_row_set_model (self->document_row, G_LIST_MODEL (list));
  adw_combo_row_set_selected (self->document_row, selected);
  self->filling = FALSE;
  document_changed_cb (self);
}

KlasterPaper *
klaster_print_window_get_paper (KlasterPrintWindow *self)
{
  g_return_val_if_fail (KLASTER_IS_PRINT_WINDOW (self), NULL);

  return klaster_paper_view_get_paper (self->pages);
}

/**
 * klaster_print_window_save:
 * @self: a preview that shows a document
 * @file: where to
 *
 * Writes the document as PDF, and says so. When it takes a while, it can be cancelled, and what was there before stays.
 */
void
klaster_print_window_save (KlasterPrintWindow *self,
                           GFile              *file)
{
  KlasterPaper *paper;

  g_return_if_fail (KLASTER_IS_PRINT_WINDOW (self) && G_IS_FILE (file));

  paper = klaster_paper_view_get_paper (self->pages);
  g_return_if_fail (paper != NULL);
  klaster_file_write (GTK_WINDOW (self), file, make_on_worker, written_cb, klaster_paper_ref (paper),
                      (GDestroyNotify) klaster_paper_unref);
}
