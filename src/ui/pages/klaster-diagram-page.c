/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "klaster-coding-menu.h"
#include "klaster-connect.h"
#include "klaster-derive.h"
#include "klaster-focus.h"
#include "klaster-diagram-page.h"

/* While somebody moves the view, it changes with every frame. */
#define SAVE_DELAY 1500

G_DEFINE_ABSTRACT_TYPE (KlasterDiagramPage, klaster_diagram_page, GTK_TYPE_WIDGET)

enum
{
  PROP_PROJECT = 1,
  PROP_SELECTION,
  PROP_MEMBERS,
  PROP_SCOPE,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

enum
{
  ACTIVATE_MEMBER,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static KlasterDiagramPageClass *
get_class (gpointer self)
{
  return KLASTER_DIAGRAM_PAGE_GET_CLASS (self);
}

/* What is remembered for each project and person */

static gboolean
save_timeout_cb (gpointer user_data)
{
  KlasterDiagramPage *self = user_data;

  self->save_timeout = 0;
  klaster_diagram_page_save (self);

  return G_SOURCE_REMOVE;
}

/* The view */

static void
view_changed_cb (KlasterDiagramPage *self)
{
  get_class (self)->view_changed (self);
  klaster_diagram_page_update_actions (self);
}

static void
scene_changed_cb (KlasterDiagramPage *self)
{
  klaster_map_legend_set_scene (self->legend, klaster_map_view_get_scene (self->view));
  get_class (self)->scene_changed (self);
  klaster_diagram_page_update_actions (self);
}

static void
tool_changed_cb (KlasterDiagramPage *self)
{
  /* Who takes a tool has read what went wrong before. */
  if (klaster_map_view_get_tool (self->view) != KLASTER_MAP_TOOL_SELECT)
    g_clear_pointer (&self->error_message, g_free);
  klaster_diagram_page_update_message (self);
  klaster_diagram_page_update_actions (self);
}

static void
edit_failed_cb (KlasterMapView     *view,
                const char         *message,
                KlasterDiagramPage *self)
{
  g_free (self->error_message);
  self->error_message = g_strdup (message);
  klaster_diagram_page_update_message (self);
}

static void
activate_member_cb (KlasterMapView     *view,
                    gint64              id,
                    KlasterDiagramPage *self)
{
  g_signal_emit (self, signals[ACTIVATE_MEMBER], 0, id);
}

static void
connect_requested_cb (KlasterMapView     *view,
                      gint64              from,
                      gint64              to,
                      KlasterDiagramPage *self)
{
  if (self->project && self->selection)
    klaster_connect_members (GTK_WIDGET (self), self->project, self->selection, from, &to, 1);
}

static void
menu_closed_cb (KlasterMapView *view)
{
  gtk_widget_grab_focus (GTK_WIDGET (view));
}

static void
context_requested_cb (KlasterMapView     *view,
                      double              x,
                      double              y,
                      KlasterDiagramPage *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) record = g_menu_new ();
  g_autoptr (GMenu) place = g_menu_new ();
  KlasterMapContext context;

  if (!klaster_map_view_get_context (view, &context))
    return;

  get_class (self)->fill_menu (self, &context, record, place);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (record));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (place));

  g_clear_pointer (&self->context_menu, gtk_widget_unparent);
  self->context_menu = gtk_popover_menu_new_from_model (G_MENU_MODEL (menu));
  gtk_widget_set_halign (self->context_menu, GTK_ALIGN_START);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->context_menu), FALSE);
  gtk_popover_set_position (GTK_POPOVER (self->context_menu), GTK_POS_BOTTOM);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->context_menu), &(GdkRectangle) { (int) x, (int) y, 1, 1 });
  gtk_widget_set_parent (self->context_menu, GTK_WIDGET (self->overlay));
  g_signal_connect_object (self->context_menu, "closed", G_CALLBACK (menu_closed_cb), view, G_CONNECT_SWAPPED);
  gtk_popover_popup (GTK_POPOVER (self->context_menu));
}

static void
update_style_cb (KlasterDiagramPage *self)
{
  get_class (self)->update_style (self);
}

/* Also whenever the page is shown: without a scope the day is today, which another one may be by now. */
static void
update_scope_cb (KlasterDiagramPage *self)
{
  g_autofree char *date = self->scope ? klaster_scope_dup_date (self->scope) : klaster_date_today ();

  klaster_map_view_set_date (self->view, date);
  klaster_map_hover_card_set_date (self->hover_card, date);
  klaster_map_view_set_scope (self->view, self->scope ? klaster_scope_get_filter (self->scope) : NULL);
}

/* The object */

static void
set_scope (KlasterDiagramPage *self,
           KlasterScope       *scope)
{
  if (self->scope == scope)
    return;

  if (self->scope)
    g_signal_handlers_disconnect_by_data (self->scope, self);
  g_set_object (&self->scope, scope);
  if (scope)
    g_signal_connect_object (scope, "changed", G_CALLBACK (update_scope_cb), self, G_CONNECT_SWAPPED);
  update_scope_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SCOPE]);
}

static void
set_project (KlasterDiagramPage *self,
             KlasterProject     *project)
{
  if (self->project == project)
    return;

  klaster_diagram_page_save (self);
  if (self->project)
    g_signal_handlers_disconnect_by_data (self->project, self);
  g_set_object (&self->project, project);
  g_clear_object (&self->state);
  if (project)
    self->state = klaster_view_state_get (klaster_project_get_uuid (project));
  g_clear_pointer (&self->error_message, g_free);
  self->loading = TRUE;
  update_scope_cb (self);
  get_class (self)->project_set (self);
  self->loading = FALSE;
  klaster_diagram_page_update_actions (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROJECT]);
}

/* From inside GTK asks when Shift+Tab has come before the first of its children: to say yes would keep it in here. */
static gboolean
klaster_diagram_page_grab_focus (GtkWidget *widget)
{
  return !klaster_has_focus_within (widget) && gtk_widget_grab_focus (GTK_WIDGET (KLASTER_DIAGRAM_PAGE (widget)->view));
}

static void
klaster_diagram_page_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  KlasterDiagramPage *self = KLASTER_DIAGRAM_PAGE (object);

  switch (prop_id)
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
klaster_diagram_page_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  KlasterDiagramPage *self = KLASTER_DIAGRAM_PAGE (object);

  switch (prop_id)
    {
    case PROP_PROJECT:
      set_project (self, g_value_get_object (value));
      break;
    case PROP_SELECTION:
      if (g_set_object (&self->selection, g_value_get_object (value)))
        {
          klaster_map_view_set_selection (self->view, self->selection);
          g_object_notify_by_pspec (object, pspec);
        }
      break;
    case PROP_MEMBERS:
      if (self->members != NULL)
        g_signal_handlers_disconnect_by_func (self->members, klaster_diagram_page_update_message, self);
      if (g_set_object (&self->members, g_value_get_object (value)))
        {
          klaster_map_view_set_members (self->view, self->members);
          if (self->members != NULL)
            g_signal_connect_object (self->members, "updated", G_CALLBACK (klaster_diagram_page_update_message), self,
                                     G_CONNECT_SWAPPED);
          g_object_notify_by_pspec (object, pspec);
        }
      break;
    case PROP_SCOPE:
      set_scope (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
klaster_diagram_page_dispose (GObject *object)
{
  KlasterDiagramPage *self = KLASTER_DIAGRAM_PAGE (object);
  GtkWidget *child;

  g_clear_handle_id (&self->save_timeout, g_source_remove);
  g_clear_pointer (&self->context_menu, gtk_widget_unparent);
  if (self->view)
    g_signal_handlers_disconnect_by_data (self->view, self);
  if (self->project)
    g_signal_handlers_disconnect_by_data (self->project, self);
  if (self->scope)
    g_signal_handlers_disconnect_by_data (self->scope, self);
  g_clear_object (&self->actions);
  g_clear_object (&self->state);
  g_clear_object (&self->project);
  g_clear_object (&self->selection);
  if (self->members != NULL)
    g_signal_handlers_disconnect_by_func (self->members, klaster_diagram_page_update_message, self);
  g_clear_object (&self->members);
  g_clear_object (&self->scope);
  self->view = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))))
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (klaster_diagram_page_parent_class)->dispose (object);
}

static void
klaster_diagram_page_finalize (GObject *object)
{
  g_free (KLASTER_DIAGRAM_PAGE (object)->error_message);

  G_OBJECT_CLASS (klaster_diagram_page_parent_class)->finalize (object);
}

static void
klaster_diagram_page_class_init (KlasterDiagramPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = klaster_diagram_page_get_property;
  object_class->set_property = klaster_diagram_page_set_property;
  object_class->dispose = klaster_diagram_page_dispose;
  object_class->finalize = klaster_diagram_page_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = klaster_diagram_page_grab_focus;

  properties[PROP_PROJECT] = g_param_spec_object ("project", NULL, NULL, KLASTER_TYPE_PROJECT, flags);
  properties[PROP_SELECTION] = g_param_spec_object ("selection", NULL, NULL, KLASTER_TYPE_SELECTION, flags);
  properties[PROP_MEMBERS] = g_param_spec_object ("members", NULL, NULL, KLASTER_TYPE_QUERY_MODEL, flags);
  properties[PROP_SCOPE] = g_param_spec_object ("scope", NULL, NULL, KLASTER_TYPE_SCOPE, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[ACTIVATE_MEMBER] =
    g_signal_new ("activate-member", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                  G_TYPE_INT64);
}

static void
klaster_diagram_page_init (KlasterDiagramPage *self)
{
  self->actions = g_simple_action_group_new ();
}

void
klaster_diagram_page_bind_template (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char *name;
    gssize offset;
  } children[] = {
    { "overlay", G_STRUCT_OFFSET (KlasterDiagramPage, overlay) },
    { "legend", G_STRUCT_OFFSET (KlasterDiagramPage, legend) },
    { "hover_card", G_STRUCT_OFFSET (KlasterDiagramPage, hover_card) },
    { "zoom_card", G_STRUCT_OFFSET (KlasterDiagramPage, zoom_card) },
    { "connect_button", G_STRUCT_OFFSET (KlasterDiagramPage, connect_button) },
    { "message_revealer", G_STRUCT_OFFSET (KlasterDiagramPage, message_revealer) },
    { "message_label", G_STRUCT_OFFSET (KlasterDiagramPage, message_label) },
    { "message_button", G_STRUCT_OFFSET (KlasterDiagramPage, message_button) },
  };

  g_type_ensure (KLASTER_TYPE_MAP_LEGEND);
  g_type_ensure (KLASTER_TYPE_MAP_HOVER_CARD);
  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    gtk_widget_class_bind_template_child_full (widget_class, children[i].name, FALSE, children[i].offset);
}

void
klaster_diagram_page_set_up (KlasterDiagramPage *self,
                             KlasterMapView     *view,
                             const GActionEntry *entries,
                             guint               n_entries)
{
  AdwStyleManager *styles = adw_style_manager_get_default ();

  self->view = view;
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, (gint) n_entries, self);
  klaster_diagram_page_add_actions (self);
  klaster_coding_menu_add_actions (G_ACTION_MAP (self->actions), view);
  gtk_widget_add_css_class (GTK_WIDGET (self->hover_card), "map-card");
  klaster_map_hover_card_follow (self->hover_card, view);

  g_signal_connect_swapped (view, "view-changed", G_CALLBACK (view_changed_cb), self);
  g_signal_connect_swapped (view, "scene-changed", G_CALLBACK (scene_changed_cb), self);
  g_signal_connect_swapped (view, "tool-changed", G_CALLBACK (tool_changed_cb), self);
  g_signal_connect (view, "edit-failed", G_CALLBACK (edit_failed_cb), self);
  g_signal_connect (view, "activate-member", G_CALLBACK (activate_member_cb), self);
  g_signal_connect (view, "connect-requested", G_CALLBACK (connect_requested_cb), self);
  g_signal_connect (view, "context-requested", G_CALLBACK (context_requested_cb), self);
  g_signal_connect_swapped (self->legend, "notify::expanded", G_CALLBACK (klaster_diagram_page_queue_save), self);
  g_signal_connect_swapped (self->actions, "action-state-changed::color-by", G_CALLBACK (klaster_diagram_page_queue_save),
                            self);
  g_signal_connect_swapped (self->actions, "action-state-changed::size-by", G_CALLBACK (klaster_diagram_page_queue_save),
                            self);
  g_signal_connect_object (styles, "notify::dark", G_CALLBACK (update_style_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (styles, "notify::high-contrast", G_CALLBACK (update_style_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_widget_get_settings (GTK_WIDGET (self)), "notify::gtk-xft-dpi", G_CALLBACK (update_style_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (update_style_cb), NULL);
  g_signal_connect (self, "map", G_CALLBACK (update_scope_cb), NULL);

  update_style_cb (self);
  update_scope_cb (self);
}

void
klaster_diagram_page_update_actions (KlasterDiagramPage *self)
{
  gtk_widget_set_sensitive (self->connect_button, klaster_map_view_can_edit (self->view));
  klaster_diagram_page_update_tools (self);
  get_class (self)->update_actions (self);
}

/* Search and filters leave nobody: an empty map or graph says why. */
static gboolean
nothing_matches (KlasterDiagramPage *self)
{
  return self->members != NULL && klaster_query_is_filtered (klaster_query_model_get_query (self->members))
         && klaster_query_model_get_result (self->members) != NULL
         && klaster_query_model_get_result (self->members)->ids->len == 0;
}

void
klaster_diagram_page_update_message (KlasterDiagramPage *self)
{
  get_class (self)->update_message (self);
  if (!gtk_revealer_get_reveal_child (self->message_revealer) && nothing_matches (self))
    klaster_diagram_page_show_message (self, _("No member matches the search and the filters."), NULL);
}

/**
 * klaster_diagram_page_show_message:
 * @self: a page
 * @text: (nullable): what the message card says; %NULL: it goes away
 * @button: (nullable): what its button does; %NULL: it has none
 */
void
klaster_diagram_page_show_message (KlasterDiagramPage *self,
                                   const char         *text,
                                   const char         *button)
{
  if (text)
    {
      gtk_label_set_text (self->message_label, text);
      if (button)
        gtk_button_set_label (self->message_button, button);
      gtk_widget_set_visible (GTK_WIDGET (self->message_button), button != NULL);
    }
  gtk_revealer_set_reveal_child (self->message_revealer, text != NULL);
  /* What is not seen must not take clicks away from the view. */
  gtk_widget_set_can_target (GTK_WIDGET (self->message_revealer), text != NULL);
}

void
klaster_diagram_page_load (KlasterDiagramPage *self)
{
  const char *group = get_class (self)->group;
  GKeyFile *keys;

  if (self->state == NULL)
    return;

  keys = klaster_view_state_get_keys (self->state);
  get_class (self)->load (self, keys);
  if (g_key_file_has_key (keys, group, "legend", NULL))
    klaster_map_legend_set_expanded (self->legend, g_key_file_get_boolean (keys, group, "legend", NULL));
  klaster_coding_menu_load (G_ACTION_GROUP (self->actions), keys, group);
}

void
klaster_diagram_page_save (KlasterDiagramPage *self)
{
  const char *group = get_class (self)->group;
  GKeyFile *keys;

  g_clear_handle_id (&self->save_timeout, g_source_remove);
  if (self->state == NULL)
    return;

  keys = klaster_view_state_get_keys (self->state);
  get_class (self)->save (self, keys);
  if (klaster_map_legend_is_chosen (self->legend))
    g_key_file_set_boolean (keys, group, "legend", klaster_map_legend_get_expanded (self->legend));
  klaster_coding_menu_save (G_ACTION_GROUP (self->actions), keys, group);
  klaster_view_state_changed (self->state);
}

void
klaster_diagram_page_queue_save (KlasterDiagramPage *self)
{
  if (self->state != NULL && !self->loading && self->save_timeout == 0)
    self->save_timeout = g_timeout_add (SAVE_DELAY, save_timeout_cb, self);
}

/**
 * klaster_diagram_page_count_hidden:
 * @self: a page
 *
 * Returns: how many cooperations are not drawn at this zoom because there are too many; the page has to say so
 */
guint
klaster_diagram_page_count_hidden (KlasterDiagramPage *self)
{
  KlasterMapScene *scene = klaster_map_view_get_scene (self->view);
  double zoom = round (klaster_map_camera_get_target_zoom (klaster_map_view_get_camera (self->view)));
  guint n_bundled = 0, n_hidden = 0;

  if (scene && klaster_map_scene_is_prepared (scene, zoom))
    klaster_map_scene_get_link_summary (scene, zoom, &n_bundled, &n_hidden);

  return n_hidden;
}

void
klaster_diagram_page_set_enabled (KlasterDiagramPage *self,
                                  const char         *action,
                                  gboolean            enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), action)), enabled);
}

/**
 * klaster_diagram_page_get_context_members:
 * @self: a page
 * @context: (out): what lies under the pointer
 * @ids: (out) (array length=n_ids): the members that the menu is about, until @context or the selection changes: a menu on
 *   one of several that are selected means all of them
 * @n_ids: (out): their number
 *
 * Returns: %FALSE: the menu was opened on something else than a member
 */
gboolean
klaster_diagram_page_get_context_members (KlasterDiagramPage *self,
                                          KlasterMapContext  *context,
                                          const gint64      **ids,
                                          guint              *n_ids)
{
  if (!klaster_map_view_get_context (self->view, context) || context->hit.type != KLASTER_MAP_HIT_MEMBER)
    return FALSE;

  *ids = &context->hit.id;
  *n_ids = 1;
  if (self->selection && klaster_selection_contains (self->selection, KLASTER_TABLE_INSTITUTION, context->hit.id))
    *ids = klaster_selection_get_ids (self->selection, n_ids);

  return TRUE;
}
