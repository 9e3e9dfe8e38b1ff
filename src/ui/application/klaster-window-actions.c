/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "klaster-compat.h"
#include "klaster-exchange.h"
#include "klaster-connect.h"
#include "klaster-history-window.h"
#include "klaster-share.h"
#include "klaster-undo-toast.h"
#include "klaster-window-private.h"

static gboolean
is_editable (KlasterWindow *self)
{
  return self->project != NULL && !klaster_project_is_read_only (self->project);
}

static void
finish_step (KlasterWindow *self,
             char          *uuid,
             GError        *error)
{
  if (uuid == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) &&
      !g_error_matches (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_NOTHING_TO_UNDO) && !self->closed)
    klaster_window_show_error (self, error->message);
  g_free (uuid);
  g_clear_error (&error);
  g_object_unref (self);
}

static void
undone_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  GError *error = NULL;
  char *uuid = klaster_project_undo_finish (KLASTER_PROJECT (source), result, &error);

  finish_step (data, uuid, error);
}

static void
redone_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  GError *error = NULL;
  char *uuid = klaster_project_redo_finish (KLASTER_PROJECT (source), result, &error);

  finish_step (data, uuid, error);
}

static void
undo_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  KlasterWindow *self = KLASTER_WINDOW (widget);

  klaster_window_flush (self);
  klaster_project_undo_async (self->project, NULL, undone_cb, g_object_ref (self));
}

/* What a toast offers. What somebody is typing meanwhile would be the newest edit if it were written before. */
static void
undo_step_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  KlasterWindow *self = KLASTER_WINDOW (widget);

  if (self->project != NULL)
    klaster_project_undo_step_async (self->project, g_variant_get_string (parameter, NULL), NULL, undone_cb,
                                     g_object_ref (self));
}

static void
redo_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  KlasterWindow *self = KLASTER_WINDOW (widget);

  klaster_window_flush (self);
  klaster_project_redo_async (self->project, NULL, redone_cb, g_object_ref (self));
}

static void
gone_back_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  KlasterWindow *self = data;
  GError *error = NULL;
  char *uuid = klaster_project_go_back_finish (KLASTER_PROJECT (source), result, &error);

  if (uuid != NULL && !self->closed)
    klaster_undo_toast_show (self->toast_overlay, self->project, uuid, _("The project is as it was then"));
  else if (g_error_matches (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_NOTHING_TO_UNDO) && !self->closed)
    klaster_window_show_error (self, error->message);
  finish_step (self, uuid, error);
}

/* What the history offers beside its entries. */
static void
go_back_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  KlasterWindow *self = KLASTER_WINDOW (widget);

  if (!is_editable (self))
    return;
  klaster_window_flush (self);
  klaster_project_go_back_async (self->project, g_variant_get_string (parameter, NULL), NULL, gone_back_cb,
                                 g_object_ref (self));
}

static void
publish_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  KlasterWindow *self = KLASTER_WINDOW (widget);

  klaster_window_flush (self);
  /* Whether it worked is the project's state, which title and banner show. */
  klaster_project_publish_async (self->project, NULL, NULL, NULL);
}

static void
named_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  GError *error = NULL;
  char *uuid = klaster_project_name_version_finish (KLASTER_PROJECT (source), result, &error);

  if (uuid != NULL)
    {
      KlasterWindow *self = data;
      AdwToast *toast = adw_toast_new (_("The version is in the history"));

      adw_toast_set_button_label (toast, _("_History"));
      adw_toast_set_action_name (toast, "win.history");
      adw_toast_overlay_add_toast (self->toast_overlay, toast);
    }
  finish_step (data, uuid, error);
}

static void
version_answer_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      data)
{
  g_autoptr (GtkEditable) entry = data;
  KlasterWindow *self = KLASTER_WINDOW (source);
  g_autofree char *answer = klaster_compat_choose_finish (result, NULL);
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (entry)));

  if (answer != NULL && *text != '\0' && self->project != NULL && !self->closed)
    klaster_project_name_version_async (self->project, text, NULL, named_cb, g_object_ref (self));
}

static void
version_text_cb (GtkEditable *entry)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (entry)));

  klaster_compat_choose_set_enabled (GTK_WIDGET (entry), "name", *text != '\0');
}

static void
name_version_action (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  const KlasterChoice choices[] = {
    /* Translators: a button: give this version the name that was typed. A verb. */
    { "name", C_("version", "_Name"), KLASTER_CHOICE_SUGGESTED },
  };
  KlasterWindow *self = KLASTER_WINDOW (widget);
  GtkWidget *entry = gtk_entry_new ();

  klaster_window_flush (self);
  g_object_ref_sink (entry);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _("As sent to the department"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Name of the version"), -1);
  g_signal_connect (entry, "changed", G_CALLBACK (version_text_cb), NULL);
  klaster_compat_choose_async (GTK_WINDOW (self), _("Name This Version"),
                               _("Everything is saved already. A name makes it easy to find this state again in the "
                                 "history."),
                               entry, choices, G_N_ELEMENTS (choices), "name", NULL, version_answer_cb, entry);
  version_text_cb (GTK_EDITABLE (entry));
}

static void
saved_as_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (KlasterWindow) self = data;
  g_autoptr (GError) error = NULL;

  if (!klaster_project_save_as_finish (KLASTER_PROJECT (source), result, &error) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && !self->closed)
    klaster_window_show_error (self, error->message);
}

/**
 * klaster_window_save_as:
 * @self: a window with a project
 * @file: where the project is to be from now on
 *
 * Moves the project to another place.
 */
void
klaster_window_save_as (KlasterWindow *self,
                        GFile         *file)
{
  g_return_if_fail (KLASTER_IS_WINDOW (self));
  g_return_if_fail (self->project != NULL);

  klaster_window_flush (self);
  klaster_project_save_as_async (self->project, file, NULL, saved_as_cb, g_object_ref (self));
}

static void
save_as_chosen_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      data)
{
  KlasterWindow *self = KLASTER_WINDOW (source);
  g_autoptr (GFile) file = klaster_compat_save_file_finish (result, NULL);

  if (file != NULL && self->project != NULL && !self->closed)
    {
      g_autoptr (GFile) named = klaster_application_complete_name (file);

      klaster_window_save_as (self, named);
    }
}

static void
save_as_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  const char *const patterns[] = { "*.klaster", NULL };
  KlasterWindow *self = KLASTER_WINDOW (widget);
  g_autoptr (GListModel) filters = klaster_compat_create_filters (_("Klaster Projects"), patterns);
  const char *display_name = klaster_project_get_display_name (self->project);
  g_autoptr (GFile) suggested = NULL;
  g_autoptr (GFile) folder = NULL;
  g_autofree char *proposed = NULL;

  /* Beside a file that somebody else changed too, under a free name that is to be confirmed. */
  if (g_error_matches (klaster_project_get_save_error (self->project), KLASTER_PROJECT_ERROR,
                       KLASTER_PROJECT_ERROR_DIVERGED))
    suggested = klaster_project_suggest_file (self->project);
  if (suggested != NULL)
    {
      folder = g_file_get_parent (suggested);
      proposed = g_file_get_basename (suggested);
    }
  else if (klaster_window_is_untitled (self))
    {
      /* The name of the cluster. */
      g_autofree char *name = g_strdelimit (g_strdup (adw_window_title_get_title (self->project_title)), "/", '-');

      proposed = g_strconcat (name, ".klaster", NULL);
    }
  else
    {
      proposed = g_str_has_suffix (display_name, ".klaster") ? g_strdup (display_name)
                                                             : g_strconcat (display_name, ".klaster", NULL);
    }
  klaster_compat_save_file_async (GTK_WINDOW (self), _("Save As"), _("_Save"), proposed, folder, filters, NULL,
                                  save_as_chosen_cb, NULL);
}

static void
share_copy_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  klaster_window_flush (KLASTER_WINDOW (widget));
  klaster_share_copy (KLASTER_WINDOW (widget));
}

static void
history_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  KlasterWindow *self = KLASTER_WINDOW (widget);

  klaster_window_flush (self);
  if (self->history == NULL)
    g_set_weak_pointer (&self->history, klaster_history_window_new (GTK_WINDOW (self), self->project, self->selection));
  gtk_window_present (GTK_WINDOW (self->history));
}

static void
file_properties_action (GtkWidget  *widget,
                        const char *name,
                        GVariant   *parameter)
{
  klaster_file_properties_show (KLASTER_WINDOW (widget));
}

static void
retry_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  KlasterWindow *self = KLASTER_WINDOW (widget);
  g_autoptr (GFile) file = g_object_ref (self->file);

  klaster_window_open_file (self, file);
}

/* What the page searches, and from there, or where it searches nothing, the members. */
static void
search_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  KlasterWindow *self = KLASTER_WINDOW (widget);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  GtkWidget *search = NULL;

  if (self->agreements_page != NULL && adw_view_stack_get_visible_child (self->page_stack) == GTK_WIDGET (self->agreements_bin))
    search = klaster_agreements_page_get_search (self->agreements_page);
  if (search != NULL
      && (focus == NULL || !(gtk_widget_is_ancestor (focus, search) || gtk_widget_is_ancestor (focus, GTK_WIDGET (self->list)))))
    {
      gtk_widget_grab_focus (search);
      return;
    }
  if (!klaster_pane_layout_get_sidebar_visible (self->panes))
    klaster_pane_layout_set_show_sidebar (self->panes, TRUE);
  klaster_member_list_focus_search (self->list);
}

static void
delete_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  KlasterWindow *self = KLASTER_WINDOW (widget);

  /* From inside the overlay, in which the toast that offers to undo appears. */
  klaster_delete_selected (GTK_WIDGET (self->main_stack), self->project, self->selection);
}

static void
duplicate_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  KlasterWindow *self = KLASTER_WINDOW (widget);

  klaster_duplicate_selected (GTK_WIDGET (self->main_stack), self->project, self->selection);
}

static void
clear_scope_action (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  klaster_scope_clear (KLASTER_WINDOW (widget)->scope);
}

static void
open_record_action (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  KlasterWindow *self = KLASTER_WINDOW (widget);

  klaster_pane_layout_set_show_panel (self->panes, TRUE);
  klaster_side_panel_focus_field (klaster_window_ensure_panel (self), NULL);
}

/* Two selected members with each other, more with the one that has the focus, one with a member that is asked for. */
static void
connect_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  KlasterWindow *self = KLASTER_WINDOW (widget);
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));
  /* Not the stack: each of its children is a page. */
  GtkWidget *content = gtk_widget_get_parent (GTK_WIDGET (self->content_header));
  graphene_rect_t bounds;
  GdkRectangle rectangle = { gtk_widget_get_width (content) / 2, 60, 1, 1 };

  klaster_window_flush (self);
  if (klaster_connect_selected (GTK_WIDGET (self->main_stack), self->project, self->selection))
    return;

  /* Beside what the keyboard is on, where that is small enough to be pointed at. */
  if (focus != NULL && gtk_widget_compute_bounds (focus, content, &bounds)
      && graphene_rect_get_height (&bounds) < 100)
    rectangle = (GdkRectangle) { (int) graphene_rect_get_x (&bounds), (int) graphene_rect_get_y (&bounds),
                                 (int) graphene_rect_get_width (&bounds), (int) graphene_rect_get_height (&bounds) };
  klaster_connect_ask (content, &rectangle, self->project, self->selection);
}

/* Leads to a field of what is selected, in the side panel. */
static void
open_field_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  KlasterWindow *self = KLASTER_WINDOW (widget);

  klaster_pane_layout_set_show_panel (self->panes, TRUE);
  klaster_side_panel_focus_field (klaster_window_ensure_panel (self), g_variant_get_string (parameter, NULL));
}

static void
add_member_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  klaster_window_add_member (KLASTER_WINDOW (widget), NAN, NAN);
}

static void
show_on_map_action (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  KlasterWindow *self = KLASTER_WINDOW (widget);

  adw_view_stack_set_visible_child_name (self->page_stack, "map");
  klaster_map_view_fit_selection (klaster_map_page_get_view (self->map_page));
}

static void
place_on_map_action (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  KlasterWindow *self = KLASTER_WINDOW (widget);
  gint64 id = g_variant_get_int64 (parameter);

  adw_view_stack_set_visible_child_name (self->page_stack, "map");
  klaster_map_page_start_placing (self->map_page, &id, 1);
}

static gboolean
is_unplaced (const KlasterRow *row)
{
  return klaster_row_is_null (row, KLASTER_INSTITUTION_LON) || klaster_row_is_null (row, KLASTER_INSTITUTION_LAT);
}

/* The selected ones that have no place, or all that have none and pass the filter. */
static GArray *
list_unplaced (KlasterWindow *self)
{
  KlasterSnapshot *snapshot = klaster_project_get_snapshot (self->project);
  GArray *unplaced = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint n_ids = 0;
  const gint64 *ids = klaster_selection_get_ids (self->selection, &n_ids);

  if (klaster_selection_get_table (self->selection) != KLASTER_TABLE_INSTITUTION)
    n_ids = 0;
  for (guint pass = 0; pass < 2 && unplaced->len == 0; pass++)
    {
      if (pass == 1)
        ids = klaster_record_list_get_ids (klaster_query_model_get_list (self->members), &n_ids);
      for (guint i = 0; i < n_ids; i++)
        {
          KlasterRow *row = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, ids[i]);

          if (row != NULL && is_unplaced (row))
            g_array_append_val (unplaced, ids[i]);
        }
    }

  return unplaced;
}

static void
place_unplaced_action (GtkWidget  *widget,
                       const char *name,
                       GVariant   *parameter)
{
  KlasterWindow *self = KLASTER_WINDOW (widget);
  g_autoptr (GArray) ids = list_unplaced (self);

  if (ids->len == 0)
    return;

  adw_view_stack_set_visible_child_name (self->page_stack, "map");
  klaster_map_page_start_placing (self->map_page, (const gint64 *) (gpointer) ids->data, ids->len);
}

static void
close_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  gtk_window_close (GTK_WINDOW (widget));
}

/* Stateful actions cannot be installed on a class, and what they show is decided by the panes. */
static void
toggle_pane_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       data)
{
  KlasterWindow *self = data;

  if (g_str_equal (g_action_get_name (G_ACTION (action)), "show-sidebar"))
    klaster_pane_layout_set_show_sidebar (self->panes, !klaster_pane_layout_get_sidebar_visible (self->panes));
  else
    klaster_pane_layout_set_show_panel (self->panes, !klaster_pane_layout_get_panel_visible (self->panes));
}

static void
page_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  KlasterWindow *self = data;
  const char *page = g_variant_get_string (parameter, NULL);

  if (adw_view_stack_get_child_by_name (self->page_stack, page) != NULL)
    adw_view_stack_set_visible_child_name (self->page_stack, page);
}

static void
add_stateful_actions (KlasterWindow *self)
{
  const GActionEntry entries[] = {
    { .name = "show-sidebar", .activate = toggle_pane_cb, .state = "false" },
    { .name = "show-panel", .activate = toggle_pane_cb, .state = "false" },
    { .name = "page", .activate = page_cb, .parameter_type = "s", .state = "''" },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}

static void
set_state (KlasterWindow *self,
           const char    *name,
           GVariant      *state)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_state (G_SIMPLE_ACTION (action), state);
}

/* Keeps the state of actions with what the window shows. */
void
klaster_window_update_actions (KlasterWindow *self)
{
  static const char *const with_project[] = {
    "win.search", "win.next-part", "win.page-number", "win.save-as", "win.share-copy", "win.history", "win.file-properties",
    "win.export",
  };
  GtkWidget *widget = GTK_WIDGET (self);
  const char *page = adw_view_stack_get_visible_child_name (self->page_stack);

  if (g_action_map_lookup_action (G_ACTION_MAP (self), "page") == NULL)
    add_stateful_actions (self);
  set_state (self, "show-sidebar", g_variant_new_boolean (klaster_pane_layout_get_sidebar_visible (self->panes)));
  set_state (self, "show-panel", g_variant_new_boolean (klaster_pane_layout_get_panel_visible (self->panes)));
  set_state (self, "page", g_variant_new_string (page != NULL ? page : ""));

  for (guint i = 0; i < G_N_ELEMENTS (with_project); i++)
    gtk_widget_action_set_enabled (widget, with_project[i], self->project != NULL);
  gtk_widget_action_set_enabled (widget, "win.undo",
                                 is_editable (self) && klaster_project_get_can_undo (self->project));
  gtk_widget_action_set_enabled (widget, "win.redo",
                                 is_editable (self) && klaster_project_get_can_redo (self->project));
  gtk_widget_action_set_enabled (widget, "win.clear-scope",
                                 !klaster_scope_filter_is_empty (klaster_scope_get_filter (self->scope)));
  gtk_widget_action_set_enabled (widget, "win.delete",
                                 is_editable (self) && klaster_selection_get_n (self->selection) > 0);
  gtk_widget_action_set_enabled (widget, "win.duplicate",
                                 is_editable (self) && klaster_selection_get_n (self->selection) > 0);
  gtk_widget_action_set_enabled (widget, "win.connect",
                                 is_editable (self) && klaster_selection_get_n (self->selection) > 0
                                 && klaster_selection_get_table (self->selection) == KLASTER_TABLE_INSTITUTION);
  gtk_widget_action_set_enabled (widget, "win.open-record", klaster_selection_get_n (self->selection) > 0);
  gtk_widget_action_set_enabled (widget, "win.show-on-map", klaster_selection_get_n (self->selection) > 0);
  gtk_widget_action_set_enabled (widget, "win.place-on-map", is_editable (self));
  gtk_widget_action_set_enabled (widget, "win.place-unplaced", is_editable (self));
  gtk_widget_action_set_enabled (widget, "win.add-member", is_editable (self));
  gtk_widget_action_set_enabled (widget, "win.name-version", is_editable (self));
  gtk_widget_action_set_enabled (widget, "win.publish", is_editable (self));
  gtk_widget_action_set_enabled (widget, "win.import", is_editable (self));
  gtk_widget_action_set_enabled (widget, "win.import-cells", is_editable (self));
  klaster_window_update_print_actions (self);
  gtk_widget_action_set_enabled (widget, "win.retry", self->project == NULL && self->file != NULL);
}

void
klaster_window_install_actions (GtkWidgetClass *widget_class)
{
  klaster_exchange_install_actions (widget_class);
  klaster_window_install_print_actions (widget_class);
  klaster_window_install_focus_actions (widget_class);
  gtk_widget_class_install_action (widget_class, "win.undo", NULL, undo_action);
  gtk_widget_class_install_action (widget_class, "win.undo-step", "s", undo_step_action);
  gtk_widget_class_install_action (widget_class, "win.go-back", "s", go_back_action);
  gtk_widget_class_install_action (widget_class, "win.redo", NULL, redo_action);
  gtk_widget_class_install_action (widget_class, "win.connect", NULL, connect_action);
  gtk_widget_class_install_action (widget_class, "win.open-field", "s", open_field_action);
  gtk_widget_class_install_action (widget_class, "win.clear-scope", NULL, clear_scope_action);
  gtk_widget_class_install_action (widget_class, "win.delete", NULL, delete_action);
  gtk_widget_class_install_action (widget_class, "win.duplicate", NULL, duplicate_action);
  gtk_widget_class_install_action (widget_class, "win.open-record", NULL, open_record_action);
  gtk_widget_class_install_action (widget_class, "win.add-member", NULL, add_member_action);
  gtk_widget_class_install_action (widget_class, "win.show-on-map", NULL, show_on_map_action);
  gtk_widget_class_install_action (widget_class, "win.place-on-map", "x", place_on_map_action);
  gtk_widget_class_install_action (widget_class, "win.place-unplaced", NULL, place_unplaced_action);
  gtk_widget_class_install_action (widget_class, "win.publish", NULL, publish_action);
  gtk_widget_class_install_action (widget_class, "win.name-version", NULL, name_version_action);
  gtk_widget_class_install_action (widget_class, "win.save-as", NULL, save_as_action);
  gtk_widget_class_install_action (widget_class, "win.share-copy", NULL, share_copy_action);
  gtk_widget_class_install_action (widget_class, "win.history", NULL, history_action);
  gtk_widget_class_install_action (widget_class, "win.file-properties", NULL, file_properties_action);
  gtk_widget_class_install_action (widget_class, "win.retry", NULL, retry_action);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "win.close", NULL, close_action);
}
