/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-coordinates.h"
#include "klaster-map-page-private.h"

static const struct
{
  const char *name;
  KlasterMapTool tool;
} tools[] = {
  { "select", KLASTER_MAP_TOOL_SELECT }, { "lasso", KLASTER_MAP_TOOL_LASSO },  { "measure", KLASTER_MAP_TOOL_MEASURE },
  { "add", KLASTER_MAP_TOOL_ADD },       { "place", KLASTER_MAP_TOOL_PLACE },  { "connect", KLASTER_MAP_TOOL_CONNECT },
};

static GSimpleAction *
lookup (KlasterMapPage *self,
        const char     *name)
{
  return G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), name));
}

static void
tool_activate_cb (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  KlasterMapPage *self = user_data;
  const char *name = g_variant_get_string (parameter, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tools); i++)
    if (g_str_equal (tools[i].name, name))
      /* A second press puts the tool away. */
      klaster_map_view_set_tool (self->view, klaster_map_view_get_tool (self->view) == tools[i].tool
                                               ? KLASTER_MAP_TOOL_SELECT
                                               : tools[i].tool);
  klaster_map_page_update_actions (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
zoom_in_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  klaster_map_view_zoom (KLASTER_MAP_PAGE (user_data)->view, 1);
}

static void
zoom_out_cb (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  klaster_map_view_zoom (KLASTER_MAP_PAGE (user_data)->view, -1);
}

static void
fit_all_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  klaster_map_view_fit_all (KLASTER_MAP_PAGE (user_data)->view);
}

static void
fit_selection_cb (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  klaster_map_view_fit_selection (KLASTER_MAP_PAGE (user_data)->view);
}

static void
go_to_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  gtk_menu_button_popup (KLASTER_MAP_PAGE (user_data)->go_to_button);
}

/* Of the place or member that the menu was opened on */

static void
add_requested_cb (KlasterMapView *view,
                  double          lon,
                  double          lat,
                  KlasterMapPage *self)
{
  g_signal_emit_by_name (self, "add-requested", lon, lat);
}

static void
add_here_cb (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  KlasterMapPage *self = user_data;
  KlasterMapContext context;

  if (klaster_map_view_get_context (self->view, &context))
    g_signal_emit_by_name (self, "add-requested", context.lon, context.lat);
}

static void
open_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  KlasterMapPage *self = user_data;
  KlasterMapContext context;

  if (klaster_map_view_get_context (self->view, &context) && context.hit.type == KLASTER_MAP_HIT_MEMBER)
    g_signal_emit_by_name (self, "activate-member", context.hit.id);
}

static void
move_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  KlasterMapPage *self = user_data;
  KlasterMapContext context;

  if (klaster_map_view_get_context (self->view, &context) && context.hit.type == KLASTER_MAP_HIT_MEMBER)
    klaster_map_view_start_placing (self->view, &context.hit.id, 1);
}

static void
connect_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  KlasterMapPage *self = user_data;
  KlasterMapContext context;

  if (klaster_map_view_get_context (self->view, &context) && context.hit.type == KLASTER_MAP_HIT_MEMBER)
    klaster_map_view_start_connecting (self->view, context.hit.id);
}

static void
remove_position_cb (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  KlasterMapPage *self = user_data;
  KlasterMapContext context;
  const gint64 *ids;
  guint n_ids;

  if (!klaster_map_view_get_context (self->view, &context) || context.hit.type != KLASTER_MAP_HIT_MEMBER)
    return;
  /* A menu on one of several that are selected means all of them. */
  if (self->selection && klaster_selection_contains (self->selection, KLASTER_TABLE_INSTITUTION, context.hit.id))
    {
      g_autofree gint64 *copy = NULL;

      ids = klaster_selection_get_ids (self->selection, &n_ids);
      copy = g_memdup2 (ids, sizeof (gint64) * n_ids);
      klaster_map_view_clear_positions (self->view, copy, n_ids);
    }
  else
    klaster_map_view_clear_positions (self->view, &context.hit.id, 1);
}

static void
copy_coordinates_cb (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  KlasterMapPage *self = user_data;
  KlasterMapContext context;
  g_autofree char *text = NULL;
  double lon, lat;

  if (!klaster_map_view_get_context (self->view, &context))
    return;
  lon = context.lon;
  lat = context.lat;
  /* Of a member: where it is, not where the pointer was. */
  if (context.hit.type == KLASTER_MAP_HIT_MEMBER)
    {
      KlasterRow *row = klaster_snapshot_lookup (klaster_project_get_snapshot (self->project), KLASTER_TABLE_INSTITUTION,
                                                 context.hit.id);

      if (row && !klaster_row_is_null (row, KLASTER_INSTITUTION_LON))
        {
          lon = klaster_row_get_real (row, KLASTER_INSTITUTION_LON);
          lat = klaster_row_get_real (row, KLASTER_INSTITUTION_LAT);
        }
    }
  text = klaster_coordinates_format (lon, lat);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static void
measure_from_cb (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  KlasterMapPage *self = user_data;
  KlasterMapContext context;
  double lon, lat;

  if (!klaster_map_view_get_context (self->view, &context))
    return;
  lon = context.lon;
  lat = context.lat;
  if (context.hit.type == KLASTER_MAP_HIT_MEMBER)
    klaster_world_to_lonlat (context.hit.position, &lon, &lat);
  klaster_map_view_start_measuring (self->view, lon, lat);
}

static void
zoom_here_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  KlasterMapPage *self = user_data;
  KlasterMapContext context;

  if (klaster_map_view_get_context (self->view, &context))
    klaster_map_view_go_to (self->view, context.lon, context.lat,
                            klaster_map_camera_get_target_zoom (klaster_map_view_get_camera (self->view)) + 2);
}

static void
context_closed_cb (GtkPopover     *popover,
                   KlasterMapPage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/* The menu for klaster_map_view_get_context(), at @x, @y of the map. */
void
klaster_map_page_show_context (KlasterMapPage *self,
                               double          x,
                               double          y)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) record = g_menu_new ();
  g_autoptr (GMenu) place = g_menu_new ();
  KlasterMapContext context;

  if (!klaster_map_view_get_context (self->view, &context))
    return;

  if (context.hit.type == KLASTER_MAP_HIT_MEMBER)
    {
      g_menu_append (record, _("_Open"), "map.open");
      g_menu_append (record, _("_Connect With…"), "map.connect");
      if (self->selection && klaster_selection_get_table (self->selection) == KLASTER_TABLE_INSTITUTION
          && klaster_selection_get_n (self->selection) > 1)
        g_menu_append (record, _("Connect the Selected"), "win.connect");
      g_menu_append (record, _("_Move…"), "map.move");
      g_menu_append (record, _("_Remove From the Map"), "map.remove-position");
    }
  else if (context.hit.type == KLASTER_MAP_HIT_LINK)
    {
      g_menu_append (record, _("_Open"), "win.open-record");
      g_menu_append (record, _("D_uplicate"), "win.duplicate");
      g_menu_append (record, _("_Delete"), "win.delete");
    }
  else
    {
      g_menu_append (record, _("_Add Institution Here"), "map.add-here");
      g_menu_append (place, _("_Zoom In Here"), "map.zoom-here");
    }
  g_menu_append (place, _("_Measure From Here"), "map.measure-from");
  g_menu_append (place, _("_Copy Coordinates"), "map.copy-coordinates");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (record));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (place));

  g_clear_pointer (&self->context_menu, gtk_widget_unparent);
  self->context_menu = gtk_popover_menu_new_from_model (G_MENU_MODEL (menu));
  gtk_widget_set_halign (self->context_menu, GTK_ALIGN_START);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->context_menu), FALSE);
  gtk_popover_set_position (GTK_POPOVER (self->context_menu), GTK_POS_BOTTOM);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->context_menu), &(GdkRectangle) { (int) x, (int) y, 1, 1 });
  gtk_widget_set_parent (self->context_menu, GTK_WIDGET (self->overlay));
  g_signal_connect (self->context_menu, "closed", G_CALLBACK (context_closed_cb), self);
  gtk_popover_popup (GTK_POPOVER (self->context_menu));
}

void
klaster_map_page_update_actions (KlasterMapPage *self)
{
  gboolean editable = klaster_map_view_can_edit (self->view);
  KlasterMapTool tool = klaster_map_view_get_tool (self->view);

  for (guint i = 0; i < G_N_ELEMENTS (tools); i++)
    if (tools[i].tool == tool)
      g_simple_action_set_state (lookup (self, "tool"), g_variant_new_string (tools[i].name));
  g_simple_action_set_enabled (lookup (self, "add-here"), editable);
  g_simple_action_set_enabled (lookup (self, "move"), editable);
  g_simple_action_set_enabled (lookup (self, "connect"), editable);
  g_simple_action_set_enabled (lookup (self, "remove-position"), editable);
  gtk_widget_set_sensitive (self->add_button, editable);
  gtk_widget_set_sensitive (self->connect_button, editable);
}

void
klaster_map_page_add_actions (KlasterMapPage *self)
{
  static const GActionEntry entries[] = {
    { "tool", tool_activate_cb, "s", "'select'", NULL },
    { .name = "zoom-in", .activate = zoom_in_cb },
    { .name = "zoom-out", .activate = zoom_out_cb },
    { .name = "fit-all", .activate = fit_all_cb },
    { .name = "fit-selection", .activate = fit_selection_cb },
    { .name = "go-to", .activate = go_to_cb },
    { .name = "add-here", .activate = add_here_cb },
    { .name = "open", .activate = open_cb },
    { .name = "move", .activate = move_cb },
    { .name = "connect", .activate = connect_cb },
    { .name = "remove-position", .activate = remove_position_cb },
    { .name = "copy-coordinates", .activate = copy_coordinates_cb },
    { .name = "measure-from", .activate = measure_from_cb },
    { .name = "zoom-here", .activate = zoom_here_cb },
  };
  GtkEventController *shortcuts = gtk_shortcut_controller_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  g_signal_connect (self->view, "add-requested", G_CALLBACK (add_requested_cb), self);

  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (shortcuts), GTK_SHORTCUT_SCOPE_MANAGED);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (shortcuts),
                                        gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Control>g"),
                                                          gtk_named_action_new ("map.go-to")));
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (shortcuts),
                                        gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Control>plus|<Control>equal"),
                                                          gtk_named_action_new ("map.zoom-in")));
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (shortcuts),
                                        gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Control>minus"),
                                                          gtk_named_action_new ("map.zoom-out")));
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (shortcuts),
                                        gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Control>0"),
                                                          gtk_named_action_new ("map.fit-all")));
  gtk_widget_add_controller (GTK_WIDGET (self), shortcuts);
}
