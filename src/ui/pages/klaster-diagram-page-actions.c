/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"

#include "config.h"

#include "klaster-diagram-page.h"

static const struct
{
  const char *name;
  KlasterMapTool tool;
} tools[] = {
  { "select", KLASTER_MAP_TOOL_SELECT }, { "lasso", KLASTER_MAP_TOOL_LASSO }, { "measure", KLASTER_MAP_TOOL_MEASURE },
  { "add", KLASTER_MAP_TOOL_ADD },       { "place", KLASTER_MAP_TOOL_PLACE }, { "connect", KLASTER_MAP_TOOL_CONNECT },
};

static GSimpleAction *
lookup (KlasterDiagramPage *self,
        const char         *name)
{
  return G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), name));
}

static void
update_tool (KlasterDiagramPage *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (tools); i++)
    if (tools[i].tool == klaster_map_view_get_tool (self->view))
      g_simple_action_set_state (lookup (self, "tool"), g_variant_new_string (tools[i].name));
}

static void
tool_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  KlasterDiagramPage *self = user_data;
  const char *name = g_variant_get_string (parameter, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tools); i++)
    if (g_str_equal (tools[i].name, name))
      /* A second press puts the tool away. */
      klaster_map_view_set_tool (self->view, klaster_map_view_get_tool (self->view) == tools[i].tool ? KLASTER_MAP_TOOL_SELECT
                                                                                                     : tools[i].tool);
  update_tool (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
zoom_in_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  klaster_map_view_zoom (KLASTER_DIAGRAM_PAGE (user_data)->view, 1);
}

static void
zoom_out_cb (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  klaster_map_view_zoom (KLASTER_DIAGRAM_PAGE (user_data)->view, -1);
}

static void
fit_selection_cb (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  klaster_map_view_fit_selection (KLASTER_DIAGRAM_PAGE (user_data)->view);
}

/* Of the member or link that the menu was opened on */

static void
open_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  KlasterDiagramPage *self = user_data;
  KlasterMapContext context;

  if (!klaster_map_view_get_context (self->view, &context))
    return;
  if (context.hit.type == KLASTER_MAP_HIT_MEMBER)
    g_signal_emit_by_name (self, "activate-member", context.hit.id);
  else if (context.hit.type == KLASTER_MAP_HIT_LINK && self->selection)
    klaster_selection_select (self->selection, KLASTER_TABLE_COOPERATION, context.hit.id);
}

static void
connect_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  KlasterMapView *view = KLASTER_DIAGRAM_PAGE (user_data)->view;
  KlasterMapContext context;

  if (klaster_map_view_get_context (view, &context) && context.hit.type == KLASTER_MAP_HIT_MEMBER)
    klaster_map_view_start_connecting (view, context.hit.id);
}

/* What the view shows and allows */
void
klaster_diagram_page_update_tools (KlasterDiagramPage *self)
{
  double zoom = klaster_map_camera_get_target_zoom (klaster_map_view_get_camera (self->view));

  update_tool (self);
  klaster_diagram_page_set_enabled (self, "connect", klaster_map_view_can_edit (self->view));
  klaster_diagram_page_set_enabled (self, "zoom-in", zoom < KLASTER_MAX_ZOOM);
  klaster_diagram_page_set_enabled (self, "zoom-out", zoom > KLASTER_MIN_ZOOM);
}

/* With their keys, made known in the page under the name of its group */
void
klaster_diagram_page_add_actions (KlasterDiagramPage *self)
{
  static const GActionEntry entries[] = {
    { "tool", tool_cb, "s", "'select'", NULL },
    { .name = "zoom-in", .activate = zoom_in_cb },
    { .name = "zoom-out", .activate = zoom_out_cb },
    { .name = "fit-selection", .activate = fit_selection_cb },
    { .name = "open", .activate = open_cb },
    { .name = "connect", .activate = connect_cb },
  };
  static const struct
  {
    const char *trigger, *action;
  } keys[] = {
    { "<Control>plus|<Control>equal", "zoom-in" },
    { "<Control>minus", "zoom-out" },
    { "<Control>0", "fit-all" },
  };
  const char *group = KLASTER_DIAGRAM_PAGE_GET_CLASS (self)->group;
  GtkEventController *shortcuts = gtk_shortcut_controller_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), group, G_ACTION_GROUP (self->actions));
  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (shortcuts), GTK_SHORTCUT_SCOPE_MANAGED);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *action = g_strdup_printf ("%s.%s", group, keys[i].action);

      gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (shortcuts),
                                            gtk_shortcut_new (gtk_shortcut_trigger_parse_string (keys[i].trigger),
                                                              gtk_named_action_new (action)));
    }
  gtk_widget_add_controller (GTK_WIDGET (self), shortcuts);
}
