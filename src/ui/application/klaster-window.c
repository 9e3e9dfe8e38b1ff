/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-opener.h"
#include "klaster-settings.h"
#include "klaster-spoken.h"
#include "klaster-start-page.h"
#include "klaster-exchange.h"
#include "klaster-undo-toast.h"
#include "klaster-window-private.h"

/* Monitors see nothing on network shares and through the document portal, so the file is looked at. */
#define CHECK_SECONDS 15
#define PREPARE_MS 200

/**
 * KlasterWindow:
 *
 * One project, or the start page. The window owns what its parts share: the selection, the filter of members and the scope.
 */
G_DEFINE_FINAL_TYPE (KlasterWindow, klaster_window, ADW_TYPE_APPLICATION_WINDOW)

typedef enum
{
  PROP_PROJECT = 1,
  PROP_SELECTION,
  PROP_MEMBERS,
  PROP_SCOPE,
} KlasterWindowProperty;

static GParamSpec *properties[PROP_SCOPE + 1];

/* What the title says about saving, in words that are true. */
static char *
describe_save_state (KlasterProject *project)
{
  const GError *error = klaster_project_get_save_error (project);

  switch (klaster_project_get_save_state (project))
    {
    case KLASTER_SAVE_STATE_SAVED:
      /* Translators: below the name of the project: the file holds everything. */
      return g_strdup (C_("project", "Saved"));
    case KLASTER_SAVE_STATE_PENDING:
    case KLASTER_SAVE_STATE_PUBLISHING:
      return g_strdup (_("Saving…"));
    case KLASTER_SAVE_STATE_READ_ONLY:
      return g_strdup (_("Read-only"));
    case KLASTER_SAVE_STATE_BLOCKED:
    default:
      break;
    }

  if (g_error_matches (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_FULL) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    return g_strdup (_("Not saved: no space left"));
  if (g_error_matches (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_PERMISSION) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_READ_ONLY))
    return g_strdup (_("Not saved: writing is not allowed"));
  if (g_error_matches (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_DIVERGED))
    return g_strdup (_("Not saved: changed by somebody else too"));
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BUSY))
    return g_strdup (_("Not saved: open in another program"));
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) ||
      g_error_matches (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_MISSING))
    return g_strdup (_("Not saved: the file is gone"));

  return g_strdup (_("Not saved"));
}

static KlasterRow *
find_cluster (KlasterProject *project)
{
  KlasterRowIter iter;
  KlasterRow *row;

  klaster_row_iter_init (&iter, klaster_project_get_snapshot (project), KLASTER_TABLE_CLUSTER);

  return klaster_row_iter_next (&iter, &row) ? row : NULL;
}

static void
update_title (KlasterWindow *self)
{
  KlasterRow *cluster = find_cluster (self->project);
  const char *year = cluster != NULL ? klaster_row_get_text (cluster, KLASTER_CLUSTER_ACADEMIC_YEAR) : NULL;
  const char *name = NULL;
  const char *file_name = klaster_project_get_display_name (self->project);
  g_autofree char *state = describe_save_state (self->project);
  g_autofree char *subtitle = NULL;
  g_autofree char *place = NULL;
  g_autofree char *window_title = NULL;

  if (cluster != NULL)
    name = klaster_row_get_name (cluster, KLASTER_CLUSTER_NAME_UZ, klaster_language_get_default ());
  if (name == NULL || *name == '\0')
    name = file_name;

  if (year != NULL && *year != '\0' && klaster_project_get_save_state (self->project) != KLASTER_SAVE_STATE_BLOCKED)
    /* Translators: below the name of the project: "Saved · 2026/27". */
    subtitle = g_strdup_printf (_("%1$s · %2$s"), state, year);
  else
    subtitle = g_steal_pointer (&state);

  if (self->file != NULL)
    place = g_file_get_parse_name (self->file);
  adw_window_title_set_title (self->project_title, name);
  adw_window_title_set_subtitle (self->project_title, subtitle);
  adw_window_title_set_title (self->compact_title, name);
  adw_window_title_set_subtitle (self->compact_title, subtitle);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->project_title), place);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->compact_title), place);

  if (g_strcmp0 (name, file_name) == 0)
    window_title = g_strdup (name);
  else
    /* Translators: title of the window: name of the cluster, name of the file. */
    window_title = g_strdup_printf (_("%1$s – %2$s"), name, file_name);
  gtk_window_set_title (GTK_WINDOW (self), window_title);
}

static void
update_save_banner (KlasterWindow *self)
{
  const GError *error = klaster_project_get_save_error (self->project);
  g_autofree char *message = NULL;

  if (error != NULL)
    {
      if (g_error_matches (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_MISSING))
        message = g_strdup_printf (_("“%s” was renamed, moved or deleted. Your work is kept on this computer: put the file "
                                     "back, or save elsewhere."),
                                   klaster_project_get_display_name (self->project));
      else if (g_error_matches (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_DIVERGED))
        message = g_strdup (error->message);
      else
        /* Translators: %s is a sentence that says why the file could not be written. */
        message = g_strdup_printf (_("%s Your work is kept on this computer."), error->message);
      klaster_banner_set_message (self->save_banner, message);
    }
  klaster_banner_set_revealed (self->save_banner, error != NULL);
}

static void
update_warning_banner (KlasterWindow *self)
{
  const char *warning = klaster_project_get_warning (self->project);

  if (warning != NULL)
    klaster_banner_set_message (self->warning_banner, warning);
  klaster_banner_set_revealed (self->warning_banner, warning != NULL);
}

/* That not everything is shown is said above every page. */
static void
update_scope (KlasterWindow *self)
{
  g_autofree char *date = klaster_scope_dup_date (self->scope);
  g_autofree char *scope = klaster_scope_describe (klaster_scope_get_filter (self->scope),
                                                   klaster_project_get_snapshot (self->project));

  if (scope != NULL)
    {
      /* Translators: above a page; %s: "2026/27 · vertical, mixed". */
      g_autofree char *message = g_strdup_printf (_("Only this is shown: %s"), scope);

      klaster_banner_set_message (self->scope_banner, message);
      gtk_widget_add_css_class (GTK_WIDGET (self->scope_button), "filtered");
    }
  else
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->scope_button), "filtered");
    }
  klaster_banner_set_revealed (self->scope_banner, scope != NULL);
  g_object_set (self->members, "date", date, NULL);
  klaster_window_update_actions (self);
}

static void
update_undo (KlasterWindow *self)
{
  const char *undo = klaster_project_get_undo_label (self->project);
  const char *redo = klaster_project_get_redo_label (self->project);
  g_autofree char *undo_text = NULL;
  g_autofree char *redo_text = NULL;

  /* Translators: tooltip; %s is the edit, such as “Delete School 5”. */
  undo_text = undo != NULL ? g_strdup_printf (_("Undo: %s (Ctrl+Z)"), undo) : g_strdup (_("Nothing to undo"));
  /* Translators: tooltip; %s is the edit, such as “Delete School 5”. */
  redo_text = redo != NULL ? g_strdup_printf (_("Redo: %s (Ctrl+Shift+Z)"), redo) : g_strdup (_("Nothing to redo"));
  klaster_set_tooltip (GTK_WIDGET (self->undo_button), undo_text);
  klaster_set_tooltip (GTK_WIDGET (self->redo_button), redo_text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->undo_button), GTK_ACCESSIBLE_PROPERTY_LABEL, undo_text, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->redo_button), GTK_ACCESSIBLE_PROPERTY_LABEL, redo_text, -1);
  klaster_window_update_actions (self);
}

/* Whether it lies where new projects are kept until somebody gives them a place. */
gboolean
klaster_window_is_untitled (KlasterWindow *self)
{
  g_autofree char *path = klaster_opener_get_untitled_folder ();
  g_autoptr (GFile) folder = g_file_new_for_path (path);

  return self->file != NULL && g_file_has_parent (self->file, folder);
}

static void
project_notify_cb (KlasterProject *project,
                   GParamSpec     *pspec,
                   KlasterWindow  *self)
{
  const char *name = g_param_spec_get_name (pspec);

  if (g_str_equal (name, "file"))
    {
      /* It got a name: there is nothing any more where it lay until then. */
      if (self->file != NULL && klaster_window_is_untitled (self))
        klaster_application_forget_recent (self->file);
      g_set_object (&self->file, klaster_project_get_file (project));
      if (self->file != NULL)
        klaster_application_add_recent (self->file);
      update_title (self);
    }
  else if (g_str_equal (name, "save-state") || g_str_equal (name, "display-name"))
    {
      update_title (self);
      klaster_window_update_actions (self);
    }
  else if (g_str_equal (name, "save-error"))
    {
      update_save_banner (self);
      update_title (self);
    }
  else if (g_str_equal (name, "warning"))
    {
      update_warning_banner (self);
    }
  else if (g_str_equal (name, "can-undo") || g_str_equal (name, "can-redo") || g_str_equal (name, "undo-label") ||
           g_str_equal (name, "redo-label"))
    {
      update_undo (self);
    }
}

static void
project_changed_cb (KlasterProject *project,
                    KlasterDelta   *delta,
                    KlasterWindow  *self)
{
  if (delta == NULL || klaster_delta_touches (delta, KLASTER_TABLE_CLUSTER))
    update_title (self);
}

static gboolean
check_file_cb (gpointer data)
{
  KlasterWindow *self = data;

  klaster_project_check_file (self->project);
  klaster_scope_follow_clock (self->scope);

  return G_SOURCE_CONTINUE;
}

static void
is_active_cb (KlasterWindow *self)
{
  if (self->project == NULL || self->closing || !gtk_window_is_active (GTK_WINDOW (self)))
    return;
  klaster_project_check_file (self->project);
  klaster_scope_follow_clock (self->scope);
}

static void
panes_changed_cb (KlasterWindow *self)
{
  gboolean sidebar = klaster_pane_layout_get_sidebar_visible (self->panes);
  gboolean panel = klaster_pane_layout_get_panel_visible (self->panes);

  gtk_widget_set_visible (GTK_WIDGET (self->sidebar_button), !sidebar);
  gtk_widget_set_visible (GTK_WIDGET (self->compact_title), !sidebar);
  adw_header_bar_set_show_start_title_buttons (self->content_header, !sidebar);
  adw_header_bar_set_show_end_title_buttons (self->content_header, !panel);
  klaster_window_update_actions (self);
}

/* Pages take what the window shares: the project, the selection and, where they have a use for them, the filter of members
 * and the scope. */
static void
share_with_page (KlasterWindow *self,
                 gpointer       page)
{
  GObjectClass *klass = G_OBJECT_GET_CLASS (page);

  g_object_set (page, "project", self->project, "selection", self->selection, NULL);
  if (g_object_class_find_property (klass, "members"))
    g_object_set (page, "members", self->members, NULL);
  if (g_object_class_find_property (klass, "scope"))
    g_object_set (page, "scope", self->scope, NULL);
}

static void
activate_member_cb (KlasterWindow *self,
                    gint64         id)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-record", NULL);
}

/* Tables cost more than the rest of the window: they are made when somebody wants to see them. */
static void
page_changed_cb (KlasterWindow *self)
{
  if (self->graph_bin != NULL && self->graph_page == NULL &&
      adw_view_stack_get_visible_child (self->page_stack) == GTK_WIDGET (self->graph_bin))
    {
      self->graph_page = KLASTER_GRAPH_PAGE (klaster_graph_page_new ());
      g_signal_connect_swapped (self->graph_page, "activate-member", G_CALLBACK (activate_member_cb), self);
      share_with_page (self, self->graph_page);
      adw_bin_set_child (self->graph_bin, GTK_WIDGET (self->graph_page));
    }
  if (self->members_bin != NULL && self->members_page == NULL &&
      adw_view_stack_get_visible_child (self->page_stack) == GTK_WIDGET (self->members_bin))
    {
      self->members_page = klaster_members_page_new ();
      share_with_page (self, self->members_page);
      adw_bin_set_child (self->members_bin, GTK_WIDGET (self->members_page));
    }
  if (self->agreements_bin != NULL && self->agreements_page == NULL &&
      adw_view_stack_get_visible_child (self->page_stack) == GTK_WIDGET (self->agreements_bin))
    {
      self->agreements_page = klaster_agreements_page_new ();
      share_with_page (self, self->agreements_page);
      adw_bin_set_child (self->agreements_bin, GTK_WIDGET (self->agreements_page));
    }
  klaster_window_update_actions (self);
  klaster_window_update_print_actions (self);
}

/* Escape that no field of the panel wanted. */
static gboolean
panel_key_cb (GtkEventControllerKey *controller,
              guint                  keyval,
              guint                  keycode,
              GdkModifierType        state,
              KlasterWindow         *self)
{
  if (keyval != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;

  klaster_pane_layout_set_show_panel (self->panes, FALSE);

  return GDK_EVENT_STOP;
}

static gboolean
drop_cb (GtkDropTarget *target,
         const GValue  *value,
         double         x,
         double         y,
         KlasterWindow *self)
{
  KlasterApplication *application = KLASTER_APPLICATION (gtk_window_get_application (GTK_WINDOW (self)));
  GSList *files = g_value_get_boxed (value);
  gboolean taken = FALSE;

  for (GSList *l = files; l != NULL; l = l->next)
    {
      g_autofree char *name = g_file_get_basename (l->data);

      if (name != NULL && g_str_has_suffix (name, ".klaster"))
        {
          klaster_application_open_file (application, l->data);
          taken = TRUE;
        }
      else if (name != NULL && !taken && klaster_exchange_can_import (name))
        taken = klaster_exchange_import_file (self, l->data);
    }

  return taken;
}

static void
cancel_clicked_cb (KlasterWindow *self)
{
  g_cancellable_cancel (self->cancellable);
}

static void
postpone_clicked_cb (KlasterWindow *self)
{
  klaster_window_postpone (self);
}

/* A popover that has the focus while its window goes would stay for ever with GTK 4.8, and with it what it lists: the project. */
static void
close_popover (GtkWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (self);
  GtkWidget *popover = focus != NULL ? gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) : NULL;

  if (popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (popover));
}

static gboolean
klaster_window_close_request (GtkWindow *window)
{
  KlasterWindow *self = KLASTER_WINDOW (window);

  close_popover (window);
  if (!gtk_window_is_maximized (window) && gtk_widget_get_width (GTK_WIDGET (self)) > 0)
    {
      int width, height;

      gtk_window_get_default_size (window, &width, &height);
      g_settings_set (klaster_settings_get (), "window-size", "(ii)", width, height);
    }
  g_settings_set_boolean (klaster_settings_get (), "window-maximized", gtk_window_is_maximized (window));

  if (klaster_window_begin_close (self))
    return TRUE;

  return GTK_WINDOW_CLASS (klaster_window_parent_class)->close_request (window);
}

static void
klaster_window_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  KlasterWindow *self = KLASTER_WINDOW (object);

  switch ((KlasterWindowProperty) prop_id)
    {
    case PROP_PROJECT:
      g_value_set_object (value, self->project);
      break;
    case PROP_SELECTION:
      g_value_set_object (value, self->selection);
      break;
    case PROP_MEMBERS:
      g_value_set_object (value, self->members);
      break;
    case PROP_SCOPE:
      g_value_set_object (value, self->scope);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
klaster_window_dispose (GObject *object)
{
  KlasterWindow *self = KLASTER_WINDOW (object);

  klaster_window_forget_focus (self);
  g_clear_handle_id (&self->check_source, g_source_remove);
  g_clear_handle_id (&self->loading_source, g_source_remove);
  g_clear_handle_id (&self->panel_source, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->project != NULL)
    g_signal_handlers_disconnect_by_data (self->project, self);
  if (self->panes != NULL)
    g_signal_handlers_disconnect_by_data (self->panes, self);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  if (self->scope != NULL)
    g_signal_handlers_disconnect_by_data (self->scope, self);
  if (self->page_stack != NULL)
    g_signal_handlers_disconnect_by_data (self->page_stack, self);
  if (self->members != NULL)
    g_signal_handlers_disconnect_by_data (self->members, self);
  self->panes = NULL;
  self->page_stack = NULL;
  self->list = NULL;
  self->panel = NULL;
  self->map_page = NULL;
  self->graph_bin = NULL;
  self->graph_page = NULL;
  self->members_page = NULL;
  self->members_bin = NULL;
  self->agreements_page = NULL;
  self->agreements_bin = NULL;
  g_clear_weak_pointer (&self->history);

  G_OBJECT_CLASS (klaster_window_parent_class)->dispose (object);

  g_clear_object (&self->view_state);
  g_clear_object (&self->members);
  g_clear_object (&self->selection);
  g_clear_object (&self->scope);
  g_clear_object (&self->project);
  g_clear_object (&self->file);
}

static void
klaster_window_class_init (KlasterWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GtkWindowClass *window_class = GTK_WINDOW_CLASS (klass);

  object_class->get_property = klaster_window_get_property;
  object_class->dispose = klaster_window_dispose;
  window_class->close_request = klaster_window_close_request;

  properties[PROP_PROJECT] =
    g_param_spec_object ("project", NULL, NULL, KLASTER_TYPE_PROJECT, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SELECTION] =
    g_param_spec_object ("selection", NULL, NULL, KLASTER_TYPE_SELECTION, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_MEMBERS] =
    g_param_spec_object ("members", NULL, NULL, KLASTER_TYPE_QUERY_MODEL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SCOPE] =
    g_param_spec_object ("scope", NULL, NULL, KLASTER_TYPE_SCOPE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (KLASTER_TYPE_BANNER);
  g_type_ensure (KLASTER_TYPE_PAGE_SWITCHER);
  g_type_ensure (KLASTER_TYPE_PANE_LAYOUT);
  g_type_ensure (KLASTER_TYPE_SCOPE_POPOVER);
  g_type_ensure (KLASTER_TYPE_START_PAGE);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/klaster_app/Klaster/ui/klaster-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KlasterWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, KlasterWindow, main_stack);
  gtk_widget_class_bind_template_child (widget_class, KlasterWindow, loading_title);
  gtk_widget_class_bind_template_child (widget_class, KlasterWindow, loading_spinner);
  gtk_widget_class_bind_template_child (widget_class, KlasterWindow, loading_label);
  gtk_widget_class_bind_template_child (widget_class, KlasterWindow, loading_box);
  gtk_widget_class_bind_template_child (widget_class, KlasterWindow, postpone_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterWindow, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterWindow, error_title);
  gtk_widget_class_bind_template_child (widget_class, KlasterWindow, error_page);
  gtk_widget_class_bind_template_child (widget_class, KlasterWindow, retry_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterWindow, open_other_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterWindow, panes);
  gtk_widget_class_bind_template_child (widget_class, KlasterWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, KlasterWindow, content_header);
  gtk_widget_class_bind_template_child (widget_class, KlasterWindow, panel_bin);
  gtk_widget_class_bind_template_child (widget_class, KlasterWindow, project_title);
  gtk_widget_class_bind_template_child (widget_class, KlasterWindow, compact_title);
  gtk_widget_class_bind_template_child (widget_class, KlasterWindow, open_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterWindow, sidebar_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterWindow, panel_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterWindow, undo_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterWindow, redo_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterWindow, save_banner);
  gtk_widget_class_bind_template_child (widget_class, KlasterWindow, warning_banner);
  gtk_widget_class_bind_template_child (widget_class, KlasterWindow, error_banner);
  gtk_widget_class_bind_template_child (widget_class, KlasterWindow, scope_banner);
  gtk_widget_class_bind_template_child (widget_class, KlasterWindow, scope_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterWindow, scope_popover);
  gtk_widget_class_bind_template_child (widget_class, KlasterWindow, page_stack);
  gtk_widget_class_bind_template_child (widget_class, KlasterWindow, switcher);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, postpone_clicked_cb);
  klaster_window_install_actions (widget_class);
}

static void
klaster_window_init (KlasterWindow *self)
{
  GSettings *settings = klaster_settings_get ();
  GtkDropTarget *drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  GtkEventController *keys = gtk_event_controller_key_new ();
  int width, height;

  self->selection = klaster_selection_new ();
  self->scope = klaster_scope_new ();
  gtk_widget_init_template (GTK_WIDGET (self));

  g_settings_get (settings, "window-size", "(ii)", &width, &height);
  gtk_window_set_default_size (GTK_WINDOW (self), width, height);
  if (g_settings_get_boolean (settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));

  g_settings_bind (settings, "sidebar-width", self->panes, "sidebar-width", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "panel-width", self->panes, "panel-width", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "show-sidebar", self->panes, "show-sidebar",
                   G_SETTINGS_BIND_DEFAULT | G_SETTINGS_BIND_GET_NO_CHANGES);
  g_signal_connect_swapped (self->panes, "notify::sidebar-visible", G_CALLBACK (panes_changed_cb), self);
  g_signal_connect_swapped (self->panes, "notify::panel-visible", G_CALLBACK (panes_changed_cb), self);
  g_signal_connect_swapped (self->page_stack, "notify::visible-child-name", G_CALLBACK (page_changed_cb), self);
  g_signal_connect_swapped (self->selection, "changed", G_CALLBACK (klaster_window_update_actions), self);
  g_signal_connect_swapped (self->scope, "changed", G_CALLBACK (update_scope), self);
  g_object_set (self->scope_popover, "scope", self->scope, NULL);
  panes_changed_cb (self);

  gtk_menu_button_set_menu_model (self->open_button, klaster_application_get_recent_menu ());
  g_signal_connect (self, "notify::is-active", G_CALLBACK (is_active_cb), NULL);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (panel_key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->panel_bin), keys);
  g_signal_connect (drop, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
  klaster_window_watch_focus (self);
}

/* @lon, @lat: in degrees; NAN when they are not known yet */
void
klaster_window_add_member (KlasterWindow *self,
                           double         lon,
                           double         lat)
{
  klaster_pane_layout_set_show_panel (self->panes, TRUE);
  klaster_add_institution (klaster_window_ensure_panel (self), self->members, lon, lat);
}

static void
add_pages (KlasterWindow *self)
{
  self->map_page = KLASTER_MAP_PAGE (klaster_map_page_new ());
  g_signal_connect_swapped (self->map_page, "activate-member", G_CALLBACK (activate_member_cb), self);
  g_signal_connect_swapped (self->map_page, "add-requested", G_CALLBACK (klaster_window_add_member), self);
  /* Translators: a page of the window. */
  share_with_page (self, self->map_page);
  adw_view_stack_add_titled_with_icon (self->page_stack, GTK_WIDGET (self->map_page), "map", C_("page", "Map"),
                                       "klaster-page-map-symbolic");

  /* Translators: a page of the window. */
  self->graph_bin = ADW_BIN (adw_bin_new ());
  adw_view_stack_add_titled_with_icon (self->page_stack, GTK_WIDGET (self->graph_bin), "graph", C_("page", "Graph"),
                                       "klaster-page-graph-symbolic");

  /* Translators: a page of the window. */
  self->members_bin = ADW_BIN (adw_bin_new ());
  adw_view_stack_add_titled_with_icon (self->page_stack, GTK_WIDGET (self->members_bin), "members",
                                       C_("page", "Members"), "klaster-page-members-symbolic");

  /* Translators: a page of the window. */
  self->agreements_bin = ADW_BIN (adw_bin_new ());
  adw_view_stack_add_titled_with_icon (self->page_stack, GTK_WIDGET (self->agreements_bin), "agreements",
                                       C_("page", "Agreements"), "klaster-page-agreements-symbolic");
}

/* Nothing is prepared while the map is drawn: that has all processors, and somebody waits for it. */
static gboolean
prepare_panel_cb (gpointer data)
{
  KlasterWindow *self = data;

  if (gtk_widget_get_mapped (GTK_WIDGET (self->map_page))
      && !klaster_map_view_is_settled (klaster_map_page_get_view (self->map_page)))
    return G_SOURCE_CONTINUE;
  if (klaster_side_panel_prepare (self->panel))
    return G_SOURCE_CONTINUE;
  self->panel_source = 0;

  return G_SOURCE_REMOVE;
}

/* The side panel, made when it is first needed. */
KlasterSidePanel *
klaster_window_ensure_panel (KlasterWindow *self)
{
  if (self->panel == NULL)
    {
      g_clear_handle_id (&self->panel_source, g_source_remove);
      self->panel_source = g_timeout_add_full (G_PRIORITY_LOW, PREPARE_MS, prepare_panel_cb, self, NULL);
      self->panel = klaster_side_panel_new ();
      g_object_set (self->panel, "project", self->project, "selection", self->selection, "scope", self->scope,
                    "show-title-buttons", TRUE, NULL);
      adw_bin_set_child (self->panel_bin, GTK_WIDGET (self->panel));
    }

  return self->panel;
}

static gboolean
add_panel_cb (gpointer data)
{
  KlasterWindow *self = data;

  self->panel_source = 0;
  klaster_window_ensure_panel (self);

  return G_SOURCE_REMOVE;
}

/* What is on the screen has changed and nobody here did it: says who, and leads to the history. */
static void
project_adopted_cb (KlasterWindow *self,
                    guint          n_edits,
                    const char    *author)
{
  g_autofree char *text = NULL;
  AdwToast *toast;

  if (author != NULL && *author != '\0')
    /* Translators: “3 edits by Dilnoza were taken over from the file” */
    text = g_strdup_printf (ngettext ("%u edit by %s was taken over from the file", "%u edits by %s were taken over from the file",
                                      n_edits), n_edits, author);
  else
    text = g_strdup (_("What others changed was taken over from the file"));
  toast = klaster_toast_new (text);
  adw_toast_set_button_label (toast, _("_History"));
  adw_toast_set_action_name (toast, "win.history");
  adw_toast_overlay_add_toast (self->toast_overlay, toast);
}

/* Fills the window with a project; once in its life. */
void
klaster_window_set_project (KlasterWindow  *self,
                            KlasterProject *project)
{
  g_assert (self->project == NULL);

  self->project = g_object_ref (project);
  self->members = klaster_query_model_new (project, KLASTER_TABLE_INSTITUTION);
  g_object_set (self->scope, "project", project, NULL);
  g_set_object (&self->file, klaster_project_get_file (project));
  g_signal_connect (project, "notify", G_CALLBACK (project_notify_cb), self);
  g_signal_connect (project, "changed", G_CALLBACK (project_changed_cb), self);
  g_signal_connect_swapped (project, "adopted", G_CALLBACK (project_adopted_cb), self);
  self->check_source = g_timeout_add_seconds (CHECK_SECONDS, check_file_cb, self);

  self->list = KLASTER_MEMBER_LIST (klaster_member_list_new (self->members, self->selection));
  gtk_widget_set_vexpand (GTK_WIDGET (self->list), TRUE);
  gtk_box_append (self->sidebar, GTK_WIDGET (self->list));
  add_pages (self);
  klaster_window_restore_view (self);
  /* Its many fields would hold up the first frame. Below the priority of drawing. */
  self->panel_source = g_idle_add_full (G_PRIORITY_LOW, add_panel_cb, self, NULL);

  update_title (self);
  update_save_banner (self);
  update_warning_banner (self);
  update_undo (self);
  gtk_stack_set_visible_child_name (self->main_stack, "project");
  klaster_window_start_focus (self);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROJECT]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MEMBERS]);
}

/**
 * klaster_window_new:
 * @application: the application
 *
 * Returns: (transfer none): a window without a project; it shows the start page
 */
KlasterWindow *
klaster_window_new (KlasterApplication *application)
{
  g_return_val_if_fail (KLASTER_IS_APPLICATION (application), NULL);

  return g_object_new (KLASTER_TYPE_WINDOW, "application", application, NULL);
}

/**
 * klaster_window_show_written:
 * @window: a #KlasterWindow, which may have been closed meanwhile
 * @file: a file that somebody wanted to have
 * @job: (nullable): unused; this is a #KlasterFileWritten
 * @error: (nullable): why it is not there; %NULL: it is
 *
 * Says for a moment that the file is there, or above the page why not, unless people wanted it to stop.
 */
void
klaster_window_show_written (GtkWindow    *window,
                             GFile        *file,
                             gpointer      job,
                             const GError *error)
{
  KlasterWindow *self = KLASTER_WINDOW (window);
  g_autofree char *name = NULL;
  g_autofree char *message = NULL;

  g_return_if_fail (G_IS_FILE (file));

  if (self->closed || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (error != NULL)
    {
      klaster_window_show_error (self, error->message);
      return;
    }
  name = g_file_get_basename (file);
  /* Translators: %s is the name of a file. */
  message = g_strdup_printf (_("“%s” written"), name);
  adw_toast_overlay_add_toast (self->toast_overlay, klaster_toast_new (message));
}

/**
 * klaster_window_show_error:
 * @self: a window
 * @message: what could not be done, why, and what can be
 *
 * Says above the page that something went wrong, until it is dismissed.
 */
void
klaster_window_show_error (KlasterWindow *self,
                           const char    *message)
{
  g_return_if_fail (KLASTER_IS_WINDOW (self));

  klaster_banner_set_message (self->error_banner, message);
  klaster_banner_set_revealed (self->error_banner, TRUE);
}

/**
 * klaster_window_flush:
 * @self: a window
 *
 * Writes what somebody has typed and not committed yet: before undo, naming a version, saving and closing.
 */
void
klaster_window_flush (KlasterWindow *self)
{
  g_return_if_fail (KLASTER_IS_WINDOW (self));

  if (self->panel != NULL)
    klaster_side_panel_flush (self->panel);
  if (self->members_page != NULL)
    klaster_members_page_flush (self->members_page);
}

/**
 * klaster_window_is_empty:
 * @self: a window
 *
 * Returns: whether another file can be opened in this window: it shows the start page or an error
 */
gboolean
klaster_window_is_empty (KlasterWindow *self)
{
  const char *page;

  g_return_val_if_fail (KLASTER_IS_WINDOW (self), FALSE);

  page = gtk_stack_get_visible_child_name (self->main_stack);

  return self->project == NULL && self->cancellable == NULL &&
         (g_strcmp0 (page, "start") == 0 || g_strcmp0 (page, "error") == 0);
}

/**
 * klaster_window_get_file:
 * @self: a window
 *
 * Returns: (transfer none) (nullable): the file that it shows, is about to show, or could not
 */
GFile *
klaster_window_get_file (KlasterWindow *self)
{
  g_return_val_if_fail (KLASTER_IS_WINDOW (self), NULL);

  return self->file;
}

KlasterProject *
klaster_window_get_project (KlasterWindow *self)
{
  g_return_val_if_fail (KLASTER_IS_WINDOW (self), NULL);

  return self->project;
}

KlasterSelection *
klaster_window_get_selection (KlasterWindow *self)
{
  g_return_val_if_fail (KLASTER_IS_WINDOW (self), NULL);

  return self->selection;
}

/**
 * klaster_window_get_scope:
 * @self: a window
 *
 * Returns: (transfer none): which time and which cooperations its pages look at
 */
KlasterScope *
klaster_window_get_scope (KlasterWindow *self)
{
  g_return_val_if_fail (KLASTER_IS_WINDOW (self), NULL);

  return self->scope;
}
