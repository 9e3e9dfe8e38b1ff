/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-draft.h"
#include "klaster-picture-dialog.h"
#include "klaster-print-window.h"
#include "klaster-undo-toast.h"
#include "klaster-window-private.h"

/* The agreement that is selected, 0 when it is none or several */
static gint64
get_agreement (KlasterWindow *self)
{
  if (klaster_selection_get_table (self->selection) != KLASTER_TABLE_AGREEMENT
      || klaster_selection_get_n (self->selection) != 1)
    return 0;

  return klaster_selection_get_focus (self->selection);
}

/* The document that shows what the page shows */
static KlasterPaperDocument
get_document (KlasterWindow *self)
{
  const char *page = adw_view_stack_get_visible_child_name (self->page_stack);

  if (g_strcmp0 (page, "map") == 0)
    return KLASTER_PAPER_MAP;
  if (g_strcmp0 (page, "graph") == 0)
    return KLASTER_PAPER_GRAPH;
  if (g_strcmp0 (page, "agreements") == 0)
    return self->agreements_page != NULL
           && g_strcmp0 (klaster_agreements_page_get_view_name (self->agreements_page), "timeline") == 0
           ? KLASTER_PAPER_TIMELINE : KLASTER_PAPER_REGISTER;

  return KLASTER_PAPER_MEMBERS;
}

static void
present (KlasterWindow        *self,
         KlasterPaperDocument  document)
{
  g_autofree char *date = klaster_scope_dup_date (self->scope);
  KlasterPrintWindow *window;
  guint n_ids;
  const gint64 *ids = klaster_record_list_get_ids (klaster_query_model_get_list (self->members), &n_ids);

  klaster_window_flush (self);
  window = klaster_print_window_new (GTK_WINDOW (self), self->project, date);
  klaster_print_window_set_agreement (window, get_agreement (self));
  if (n_ids < klaster_snapshot_get_n_rows (klaster_project_get_snapshot (self->project), KLASTER_TABLE_INSTITUTION))
    {
      klaster_print_window_set_ids (window, KLASTER_PAPER_MEMBERS, ids, n_ids);
      klaster_print_window_set_ids (window, KLASTER_PAPER_MAP, ids, n_ids);
      klaster_print_window_set_ids (window, KLASTER_PAPER_GRAPH, ids, n_ids);
    }
  if (self->agreements_page != NULL)
    {
      KlasterQueryModel *model = klaster_agreements_page_get_model (self->agreements_page);

      ids = model != NULL ? klaster_record_list_get_ids (klaster_query_model_get_list (model), &n_ids) : NULL;
      if (ids != NULL
          && n_ids < klaster_snapshot_get_n_rows (klaster_project_get_snapshot (self->project), KLASTER_TABLE_AGREEMENT))
        {
          klaster_print_window_set_ids (window, KLASTER_PAPER_REGISTER, ids, n_ids);
          klaster_print_window_set_ids (window, KLASTER_PAPER_TIMELINE, ids, n_ids);
        }
    }
  if (self->map_page != NULL)
    klaster_print_window_set_appearance (window, KLASTER_PAPER_MAP,
                                         klaster_map_view_get_options (klaster_map_page_get_view (self->map_page)));
  if (self->graph_page != NULL)
    {
      KlasterGraphView *graph = klaster_graph_page_get_view (self->graph_page);

      klaster_print_window_set_layout (window, klaster_graph_view_get_current (graph));
      klaster_print_window_set_appearance (window, KLASTER_PAPER_GRAPH,
                                           klaster_map_view_get_options (klaster_graph_view_get_view (graph)));
    }
  klaster_print_window_set_document (window, document);
  gtk_window_present (GTK_WINDOW (window));
}

static void
print_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  KlasterWindow *self = KLASTER_WINDOW (widget);

  present (self, get_document (self));
}

static void
print_agreement_action (GtkWidget  *widget,
                        const char *name,
                        GVariant   *parameter)
{
  KlasterWindow *self = KLASTER_WINDOW (widget);

  if (get_agreement (self) != 0)
    present (self, KLASTER_PAPER_AGREEMENT);
}

static void
draft_agreement_action (GtkWidget  *widget,
                        const char *name,
                        GVariant   *parameter)
{
  KlasterWindow *self = KLASTER_WINDOW (widget);
  g_autofree char *date = klaster_scope_dup_date (self->scope);

  klaster_window_flush (self);
  if (get_agreement (self) != 0)
    klaster_draft_ask (self, get_agreement (self), date);
}

/* The map or graph that the page shows; NULL: it shows none */
static KlasterMapView *
get_view (KlasterWindow *self)
{
  const char *page = adw_view_stack_get_visible_child_name (self->page_stack);

  if (g_strcmp0 (page, "map") == 0 && self->map_page != NULL)
    return klaster_map_page_get_view (self->map_page);
  if (g_strcmp0 (page, "graph") == 0 && self->graph_page != NULL)
    return klaster_graph_view_get_view (klaster_graph_page_get_view (self->graph_page));

  return NULL;
}

static void
picture_written_cb (KlasterPictureDialog *dialog,
                    GFile                *file,
                    KlasterWindow        *self)
{
  klaster_window_show_written (GTK_WINDOW (self), file, NULL, NULL);
}

static void
export_picture_action (GtkWidget  *widget,
                       const char *name,
                       GVariant   *parameter)
{
  KlasterWindow *self = KLASTER_WINDOW (widget);
  KlasterMapView *view = get_view (self);
  KlasterPictureDialog *dialog;

  if (view == NULL || self->project == NULL)
    return;
  klaster_window_flush (self);
  dialog = klaster_picture_dialog_new (GTK_WINDOW (self), self->project, view);
  g_signal_connect_object (dialog, "written", G_CALLBACK (picture_written_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Keeps the state of these actions with what the window shows. */
void
klaster_window_update_print_actions (KlasterWindow *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.print", self->project != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.export-picture", self->project != NULL && get_view (self) != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.print-agreement", self->project != NULL && get_agreement (self) != 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.draft-agreement", self->project != NULL && get_agreement (self) != 0);
}

void
klaster_window_install_print_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.print", NULL, print_action);
  gtk_widget_class_install_action (widget_class, "win.export-picture", NULL, export_picture_action);
  gtk_widget_class_install_action (widget_class, "win.print-agreement", NULL, print_agreement_action);
  gtk_widget_class_install_action (widget_class, "win.draft-agreement", NULL, draft_agreement_action);
}
