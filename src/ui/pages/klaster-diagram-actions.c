/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"

#include "config.h"

#include "klaster-diagram-actions.h"

static const struct
{
  const char *name;
  KlasterMapTool tool;
} tools[] = {
  { "select", KLASTER_MAP_TOOL_SELECT }, { "lasso", KLASTER_MAP_TOOL_LASSO }, { "measure", KLASTER_MAP_TOOL_MEASURE },
  { "add", KLASTER_MAP_TOOL_ADD },       { "place", KLASTER_MAP_TOOL_PLACE }, { "connect", KLASTER_MAP_TOOL_CONNECT },
};

static void
update_tool (KlasterMapView *view,
             GSimpleAction  *action)
{
  for (guint i = 0; i < G_N_ELEMENTS (tools); i++)
    if (tools[i].tool == klaster_map_view_get_tool (view))
      g_simple_action_set_state (action, g_variant_new_string (tools[i].name));
}

static void
tool_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  KlasterMapView *view = user_data;
  const char *name = g_variant_get_string (parameter, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tools); i++)
    if (g_str_equal (tools[i].name, name))
      /* A second press puts the tool away. */
      klaster_map_view_set_tool (view, klaster_map_view_get_tool (view) == tools[i].tool ? KLASTER_MAP_TOOL_SELECT
                                                                                         : tools[i].tool);
  update_tool (view, action);
  gtk_widget_grab_focus (GTK_WIDGET (view));
}

static void
zoom_in_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  klaster_map_view_zoom (user_data, 1);
}

static void
zoom_out_cb (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  klaster_map_view_zoom (user_data, -1);
}

static void
fit_selection_cb (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  klaster_map_view_fit_selection (user_data);
}

/* Of the member that the menu was opened on */
static void
connect_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  KlasterMapContext context;

  if (klaster_map_view_get_context (user_data, &context) && context.hit.type == KLASTER_MAP_HIT_MEMBER)
    klaster_map_view_start_connecting (user_data, context.hit.id);
}

void
klaster_diagram_actions_add (GtkWidget          *page,
                             KlasterMapView     *view,
                             GSimpleActionGroup *actions,
                             const char         *group)
{
  static const GActionEntry entries[] = {
    { "tool", tool_cb, "s", "'select'", NULL },
    { .name = "zoom-in", .activate = zoom_in_cb },
    { .name = "zoom-out", .activate = zoom_out_cb },
    { .name = "fit-selection", .activate = fit_selection_cb },
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
  GtkEventController *shortcuts = gtk_shortcut_controller_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), view);
  gtk_widget_insert_action_group (page, group, G_ACTION_GROUP (actions));
  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (shortcuts), GTK_SHORTCUT_SCOPE_MANAGED);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *action = g_strdup_printf ("%s.%s", group, keys[i].action);

      gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (shortcuts),
                                            gtk_shortcut_new (gtk_shortcut_trigger_parse_string (keys[i].trigger),
                                                              gtk_named_action_new (action)));
    }
  gtk_widget_add_controller (page, shortcuts);
}

static void
set_enabled (GSimpleActionGroup *actions,
             const char         *name,
             gboolean            enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (actions), name)), enabled);
}

void
klaster_diagram_actions_update (KlasterMapView     *view,
                                GSimpleActionGroup *actions)
{
  double zoom = klaster_map_camera_get_target_zoom (klaster_map_view_get_camera (view));

  update_tool (view, G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (actions), "tool")));
  set_enabled (actions, "connect", klaster_map_view_can_edit (view));
  set_enabled (actions, "zoom-in", zoom < KLASTER_MAX_ZOOM);
  set_enabled (actions, "zoom-out", zoom > KLASTER_MIN_ZOOM);
}

static void
closed_cb (GtkPopover     *popover,
           KlasterMapView *view)
{
  gtk_widget_grab_focus (GTK_WIDGET (view));
}

void
klaster_diagram_actions_open_menu (GtkWidget      **popover,
                                   GtkOverlay      *overlay,
                                   KlasterMapView  *view,
                                   GMenuModel      *menu,
                                   double           x,
                                   double           y)
{
  g_clear_pointer (popover, gtk_widget_unparent);
  *popover = gtk_popover_menu_new_from_model (menu);
  gtk_widget_set_halign (*popover, GTK_ALIGN_START);
  gtk_popover_set_has_arrow (GTK_POPOVER (*popover), FALSE);
  gtk_popover_set_position (GTK_POPOVER (*popover), GTK_POS_BOTTOM);
  gtk_popover_set_pointing_to (GTK_POPOVER (*popover), &(GdkRectangle) { (int) x, (int) y, 1, 1 });
  gtk_widget_set_parent (*popover, GTK_WIDGET (overlay));
  g_signal_connect_object (*popover, "closed", G_CALLBACK (closed_cb), view, 0);
  gtk_popover_popup (GTK_POPOVER (*popover));
}
