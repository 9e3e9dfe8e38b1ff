/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-coordinates.h"
#include "klaster-map-page-private.h"

static void
fit_all_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  klaster_map_view_fit_all (KLASTER_DIAGRAM_PAGE (user_data)->view);
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

  if (klaster_map_view_get_context (self->base.view, &context))
    g_signal_emit_by_name (self, "add-requested", context.lon, context.lat);
}

static void
move_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  KlasterMapPage *self = user_data;
  KlasterMapContext context;

  if (klaster_map_view_get_context (self->base.view, &context) && context.hit.type == KLASTER_MAP_HIT_MEMBER)
    klaster_map_view_start_placing (self->base.view, &context.hit.id, 1);
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

  if (klaster_diagram_page_get_context_members (&self->base, &context, &ids, &n_ids))
    {
      /* The edit may change the selection, whose array this is. */
      g_autofree gint64 *copy = g_memdup2 (ids, sizeof (gint64) * n_ids);

      klaster_map_view_clear_positions (self->base.view, copy, n_ids);
    }
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

  if (!klaster_map_view_get_context (self->base.view, &context))
    return;
  lon = context.lon;
  lat = context.lat;
  /* Of a member: where it is, not where the pointer was. */
  if (context.hit.type == KLASTER_MAP_HIT_MEMBER)
    {
      KlasterRow *row = klaster_snapshot_lookup (klaster_project_get_snapshot (self->base.project), KLASTER_TABLE_INSTITUTION,
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

  if (!klaster_map_view_get_context (self->base.view, &context))
    return;
  lon = context.lon;
  lat = context.lat;
  if (context.hit.type == KLASTER_MAP_HIT_MEMBER)
    klaster_world_to_lonlat (context.hit.position, &lon, &lat);
  klaster_map_view_start_measuring (self->base.view, lon, lat);
}

static void
zoom_here_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  KlasterMapPage *self = user_data;
  KlasterMapContext context;

  if (klaster_map_view_get_context (self->base.view, &context))
    klaster_map_view_go_to (self->base.view, context.lon, context.lat,
                            klaster_map_camera_get_target_zoom (klaster_map_view_get_camera (self->base.view)) + 2);
}

void
klaster_map_page_fill_menu (KlasterDiagramPage      *page,
                            const KlasterMapContext *context,
                            GMenu                   *record,
                            GMenu                   *place)
{
  if (context->hit.type == KLASTER_MAP_HIT_MEMBER)
    {
      g_menu_append (record, _("_Open"), "map.open");
      g_menu_append (record, _("_Connect With…"), "map.connect");
      if (page->selection && klaster_selection_get_table (page->selection) == KLASTER_TABLE_INSTITUTION
          && klaster_selection_get_n (page->selection) > 1)
        g_menu_append (record, _("Connect the Selected"), "win.connect");
      g_menu_append (record, _("_Move…"), "map.move");
      g_menu_append (record, _("_Remove From the Map"), "map.remove-position");
    }
  else if (context->hit.type == KLASTER_MAP_HIT_LINK)
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
}

void
klaster_map_page_update_actions (KlasterDiagramPage *page)
{
  static const char *const names[] = { "add-here", "move", "remove-position" };
  gboolean editable = klaster_map_view_can_edit (page->view);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    klaster_diagram_page_set_enabled (page, names[i], editable);
  gtk_widget_set_sensitive (KLASTER_MAP_PAGE (page)->add_button, editable);
}

void
klaster_map_page_set_up (KlasterMapPage *self)
{
  static const GActionEntry entries[] = {
    { .name = "fit-all", .activate = fit_all_cb },
    { .name = "go-to", .activate = go_to_cb },
    { .name = "add-here", .activate = add_here_cb },
    { .name = "move", .activate = move_cb },
    { .name = "remove-position", .activate = remove_position_cb },
    { .name = "copy-coordinates", .activate = copy_coordinates_cb },
    { .name = "measure-from", .activate = measure_from_cb },
    { .name = "zoom-here", .activate = zoom_here_cb },
  };
  GtkEventController *shortcuts = gtk_shortcut_controller_new ();

  klaster_diagram_page_set_up (&self->base, self->base.view, entries, G_N_ELEMENTS (entries));
  g_signal_connect (self->base.view, "add-requested", G_CALLBACK (add_requested_cb), self);

  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (shortcuts), GTK_SHORTCUT_SCOPE_MANAGED);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (shortcuts),
                                        gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Control>g"),
                                                          gtk_named_action_new ("map.go-to")));
  gtk_widget_add_controller (GTK_WIDGET (self), shortcuts);
}
