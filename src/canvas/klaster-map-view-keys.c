/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The keyboard on the map, and the widget over the member it is on that tells assistive technology about it.
 */
#define G_LOG_DOMAIN "Klaster"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-derive.h"
#include "klaster-language.h"
#include "klaster-map-view-private.h"

static guint
count_links (KlasterSnapshot *snapshot,
             gint64           id)
{
  return klaster_snapshot_count_referrers (snapshot, KLASTER_TABLE_COOPERATION, KLASTER_COOPERATION_FROM_ID, id)
         + klaster_snapshot_count_referrers (snapshot, KLASTER_TABLE_COOPERATION, KLASTER_COOPERATION_TO_ID, id);
}

static char *
describe_member (KlasterMapView  *self,
                 KlasterSnapshot *snapshot,
                 KlasterRow      *row)
{
  KlasterLanguage language = self->options.style.language;
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  gint64 id = klaster_row_get_id (row);
  guint n_links = count_links (snapshot, id);
  g_autofree char *coded = NULL;
  const char *district = klaster_row_get_text (row, KLASTER_INSTITUTION_DISTRICT);

  g_ptr_array_add (parts, g_strdup (klaster_vocabulary_get_name (snapshot, "institution_kinds",
                                                                 klaster_row_get_text (row, KLASTER_INSTITUTION_KIND),
                                                                 language)));
  g_ptr_array_add (parts, g_strdup (klaster_vocabulary_get_name (snapshot, "institution_roles",
                                                                 klaster_row_get_text (row, KLASTER_INSTITUTION_ROLE),
                                                                 language)));
  if (district)
    g_ptr_array_add (parts, g_strdup (district));
  g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u cooperation", "%u cooperations", n_links), n_links));
  coded = klaster_coding_describe (klaster_map_scene_get_coding (klaster_scene_loader_get_scene (self->loader)), row, " · ");
  if (coded)
    g_ptr_array_add (parts, g_steal_pointer (&coded));
  if (self->options.date)
    {
      g_autoptr (GPtrArray) attention = klaster_institution_list_attention (snapshot, id, self->options.date, language);

      if (attention->len > 0)
        g_ptr_array_add (parts, g_strdup (((KlasterAttention *) g_ptr_array_index (attention, 0))->title));
    }
  if (self->selection && klaster_selection_contains (self->selection, KLASTER_TABLE_INSTITUTION, id))
    /* Translators: of an institution on the map */
    g_ptr_array_add (parts, g_strdup (_("selected")));
  g_ptr_array_add (parts, NULL);

  return g_strjoinv (" · ", (char **) parts->pdata);
}

/* What the focused widget says: of the member, the cluster or, when there is none, of the map. */
void
klaster_map_view_update_cursor (KlasterMapView *self)
{
  KlasterMapScene *scene = klaster_scene_loader_get_scene (self->loader);
  KlasterMapCursor *cursor = KLASTER_MAP_CURSOR (self->cursor);
  KlasterSnapshot *snapshot = scene ? klaster_map_scene_get_snapshot (scene) : NULL;
  KlasterRow *row = NULL;
  KlasterLevelView view;
  KlasterMapHit hit;
  g_autofree char *label = NULL;
  g_autofree char *description = NULL;

  if (snapshot && self->cursor_id != 0)
    row = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, self->cursor_id);
  if (row == NULL)
    {
      guint n = scene ? klaster_map_scene_get_n_members (scene) : 0;

      description = g_strdup_printf (ngettext ("%u member. Arrow keys go from member to member, with Shift they move the map.",
                                               "%u members. Arrow keys go from member to member, with Shift they move the map.",
                                               n), n);
      klaster_map_cursor_set_text (cursor, self->options.plan ? _("Graph of the cluster") : _("Map of the cluster"),
                                   description);
    }
  else if (klaster_map_view_get_level_view (self, &view)
           && klaster_map_scene_get_shown_position (scene, view.level, self->cursor_id, &hit)
           && hit.type == KLASTER_MAP_HIT_CLUSTER)
    {
      label = g_strdup_printf (ngettext ("Group of %u member", "Group of %u members", hit.n), hit.n);
      description = g_strdup_printf (_("With %s. Enter shows them apart."),
                                     klaster_row_get_name (row, KLASTER_INSTITUTION_NAME_UZ, self->options.style.language));
      klaster_map_cursor_set_text (cursor, label, description);
    }
  else
    {
      description = describe_member (self, snapshot, row);
      klaster_map_cursor_set_text (cursor, klaster_row_get_name (row, KLASTER_INSTITUTION_NAME_UZ,
                                                                 self->options.style.language), description);
    }
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

void
klaster_map_view_set_cursor_id (KlasterMapView *self,
                                gint64          id)
{
  self->cursor_id = id;
  klaster_map_view_update_cursor (self);
  klaster_map_view_queue_live (self);
}

/* The member to begin with: the one nearest to the middle of what is seen. */
static gint64
find_first (KlasterMapView         *self,
            KlasterMapScene        *scene,
            const KlasterLevelView *view)
{
  KlasterMapHit hit;

  for (double radius = 50; radius < MAX (view->width, view->height); radius *= 2)
    if (klaster_map_scene_pick (scene, view->level, view->x0 + view->width / 2, view->y0 + view->height / 2, radius, &hit)
        && (hit.type == KLASTER_MAP_HIT_MEMBER || hit.type == KLASTER_MAP_HIT_CLUSTER))
      return hit.id;

  return klaster_map_scene_find_neighbour (scene, view->level, 0, 0, 0);
}

static gboolean
walk (KlasterMapView *self,
      int             dx,
      int             dy,
      gboolean        only_cursor)
{
  KlasterMapScene *scene = klaster_scene_loader_get_scene (self->loader);
  KlasterLevelView view;
  KlasterMapHit hit;
  gint64 id;

  if (!klaster_map_view_get_level_view (self, &view))
    return TRUE;

  if (self->cursor_id != 0 && klaster_map_scene_get_shown_position (scene, view.level, self->cursor_id, &hit))
    id = klaster_map_scene_find_neighbour (scene, view.level, hit.id, dx, dy);
  else
    id = find_first (self, scene, &view);
  if (id == 0)
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return TRUE;
    }

  klaster_map_view_set_cursor_id (self, id);
  if (!only_cursor)
    klaster_map_view_select (self, KLASTER_TABLE_INSTITUTION, &id, 1, id);
  if (klaster_map_scene_get_shown_position (scene, view.level, id, &hit))
    klaster_map_camera_show (self->camera, hit.position);

  return TRUE;
}

/* Enter: what a double click on it would do. */
static gboolean
activate (KlasterMapView *self)
{
  KlasterMapScene *scene = klaster_scene_loader_get_scene (self->loader);
  KlasterLevelView view;
  KlasterMapHit hit;

  if (self->tool == KLASTER_MAP_TOOL_CONNECT)
    {
      self->connect.by_keyboard = TRUE;
      if (self->cursor_id == 0)
        return walk (self, 0, 0, TRUE);
      if (klaster_map_view_get_level_view (self, &view)
          && klaster_map_scene_get_shown_position (scene, view.level, self->cursor_id, &hit))
        {
          if (hit.type == KLASTER_MAP_HIT_CLUSTER && self->fan_id != hit.id)
            klaster_map_view_enter_cluster (self, &hit);
          else
            klaster_map_view_choose_connection (self, self->cursor_id);
        }
      return TRUE;
    }
  if (self->tool != KLASTER_MAP_TOOL_SELECT && self->tool != KLASTER_MAP_TOOL_LASSO)
    {
      if (self->keyboard_aim)
        klaster_map_view_tool_click (self, gtk_widget_get_width (GTK_WIDGET (self)) / 2.0,
                                     gtk_widget_get_height (GTK_WIDGET (self)) / 2.0);
      else
        self->keyboard_aim = TRUE;
      klaster_map_view_queue_live (self);
      return TRUE;
    }
  if (self->cursor_id == 0)
    return walk (self, 0, 0, FALSE);
  if (!klaster_map_view_get_level_view (self, &view)
      || !klaster_map_scene_get_shown_position (scene, view.level, self->cursor_id, &hit))
    return TRUE;

  if (hit.type == KLASTER_MAP_HIT_CLUSTER && self->fan_id != hit.id)
    klaster_map_view_enter_cluster (self, &hit);
  else
    {
      klaster_map_view_select (self, KLASTER_TABLE_INSTITUTION, &self->cursor_id, 1, self->cursor_id);
      g_signal_emit_by_name (self, "activate-member", self->cursor_id);
    }

  return TRUE;
}

static gboolean
show_menu (KlasterMapView *self)
{
  KlasterMapScene *scene = klaster_scene_loader_get_scene (self->loader);
  KlasterMapHit hit = { KLASTER_MAP_HIT_NOTHING };
  KlasterLevelView view;
  double x = gtk_widget_get_width (GTK_WIDGET (self)) / 2.0;
  double y = gtk_widget_get_height (GTK_WIDGET (self)) / 2.0;

  if (self->cursor_id != 0 && klaster_map_view_get_level_view (self, &view)
      && klaster_map_scene_get_shown_position (scene, view.level, self->cursor_id, &hit))
    klaster_map_camera_from_world (self->camera, hit.position, &x, &y);

  return klaster_map_view_request_context (self, x, y, &hit);
}

static gboolean
move (KlasterMapView  *self,
      int              dx,
      int              dy,
      GdkModifierType  modifiers)
{
  gboolean aiming = self->tool == KLASTER_MAP_TOOL_PLACE || self->tool == KLASTER_MAP_TOOL_ADD
                    || self->tool == KLASTER_MAP_TOOL_MEASURE;

  if (aiming)
    {
      /* The map moves under the cross in the middle, slowly with Shift. */
      double step = modifiers & GDK_SHIFT_MASK ? 4 : 40;

      self->keyboard_aim = TRUE;
      klaster_map_camera_pan (self->camera, dx * step, dy * step);
      klaster_map_view_queue_live (self);
      return TRUE;
    }
  if (modifiers & GDK_SHIFT_MASK)
    {
      klaster_map_camera_pan (self->camera, dx * gtk_widget_get_width (GTK_WIDGET (self)) / 4.0,
                              dy * gtk_widget_get_height (GTK_WIDGET (self)) / 4.0);
      return TRUE;
    }

  /* While two are chosen to be connected, what is selected stays. */
  self->connect.by_keyboard = TRUE;
  klaster_map_view_queue_live (self);
  return walk (self, dx, dy, (modifiers & GDK_CONTROL_MASK) != 0 || self->tool == KLASTER_MAP_TOOL_CONNECT);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                KlasterMapView        *self)
{
  GdkModifierType modifiers = state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK | GDK_ALT_MASK);

  if (modifiers & GDK_ALT_MASK)
    return FALSE;

  switch (keyval)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      return move (self, -1, 0, modifiers);
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      return move (self, 1, 0, modifiers);
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      return move (self, 0, -1, modifiers);
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      return move (self, 0, 1, modifiers);
    case GDK_KEY_plus:
    case GDK_KEY_equal:
    case GDK_KEY_KP_Add:
      klaster_map_view_zoom (self, 1);
      return TRUE;
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      klaster_map_view_zoom (self, -1);
      return TRUE;
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      klaster_map_view_fit_all (self);
      return TRUE;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_ISO_Enter:
      return modifiers == 0 && activate (self);
    case GDK_KEY_space:
    case GDK_KEY_KP_Space:
      if (self->cursor_id != 0)
        {
          klaster_map_view_toggle (self, self->cursor_id);
          klaster_map_view_update_cursor (self);
        }
      return TRUE;
    case GDK_KEY_BackSpace:
      if (self->tool == KLASTER_MAP_TOOL_MEASURE && self->measure->len > 0)
        {
          g_array_set_size (self->measure, self->measure->len - 1);
          klaster_map_view_queue_live (self);
          klaster_map_view_emit (self, "tool-changed");
          return TRUE;
        }
      return FALSE;
    case GDK_KEY_Menu:
      return show_menu (self);
    case GDK_KEY_F10:
      return modifiers == GDK_SHIFT_MASK && show_menu (self);
    case GDK_KEY_Escape:
      return klaster_map_view_escape (self);
    default:
      return FALSE;
    }
}

static void
cursor_activate_cb (GtkWidget      *cursor,
                    KlasterMapView *self)
{
  activate (self);
}

void
klaster_map_view_init_keys (KlasterMapView *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect (self->cursor, "activate", G_CALLBACK (cursor_activate_cb), self);
  g_signal_connect_swapped (focus, "enter", G_CALLBACK (klaster_map_view_queue_live), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (klaster_map_view_queue_live), self);
  gtk_widget_add_controller (self->cursor, focus);
}
