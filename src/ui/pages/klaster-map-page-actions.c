/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-coordinates.h"
#include "klaster-diagram-actions.h"
#include "klaster-map-page-private.h"

static GSimpleAction *
lookup (KlasterMapPage *self,
        const char     *name)
{
  return G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), name));
}

static void
fit_all_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  klaster_map_view_fit_all (KLASTER_MAP_PAGE (user_data)->view);
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

  klaster_diagram_actions_open_menu (&self->context_menu, self->overlay, self->view, G_MENU_MODEL (menu), x, y);
}

void
klaster_map_page_update_actions (KlasterMapPage *self)
{
  gboolean editable = klaster_map_view_can_edit (self->view);

  klaster_diagram_actions_update (self->view, self->actions);
  g_simple_action_set_enabled (lookup (self, "add-here"), editable);
  g_simple_action_set_enabled (lookup (self, "move"), editable);
  g_simple_action_set_enabled (lookup (self, "remove-position"), editable);
  gtk_widget_set_sensitive (self->add_button, editable);
  gtk_widget_set_sensitive (self->connect_button, editable);
}

void
klaster_map_page_add_actions (KlasterMapPage *self)
{
  static const GActionEntry entries[] = {
    { .name = "fit-all", .activate = fit_all_cb },
    { .name = "go-to", .activate = go_to_cb },
    { .name = "add-here", .activate = add_here_cb },
    { .name = "open", .activate = open_cb },
    { .name = "move", .activate = move_cb },
    { .name = "remove-position", .activate = remove_position_cb },
    { .name = "copy-coordinates", .activate = copy_coordinates_cb },
    { .name = "measure-from", .activate = measure_from_cb },
    { .name = "zoom-here", .activate = zoom_here_cb },
  };
  GtkEventController *shortcuts = gtk_shortcut_controller_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  klaster_diagram_actions_add (GTK_WIDGET (self), self->view, self->actions, "map");
  g_signal_connect (self->view, "add-requested", G_CALLBACK (add_requested_cb), self);

  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (shortcuts), GTK_SHORTCUT_SCOPE_MANAGED);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (shortcuts),
                                        gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Control>g"),
                                                          gtk_named_action_new ("map.go-to")));
  gtk_widget_add_controller (GTK_WIDGET (self), shortcuts);
}
