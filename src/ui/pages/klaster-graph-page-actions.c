/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-graph-page-private.h"

/* How far an arrow key moves a member, in the unit of layouts */
#define STEP 24.0
#define LITTLE_STEP 4.0

static void
layout_activate_cb (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  KlasterGraphPage *self = user_data;
  KlasterLayoutKind kind;

  if (!klaster_layout_kind_parse (g_variant_get_string (parameter, NULL), &kind))
    return;
  klaster_graph_view_set_layout (self->graph, kind);
  klaster_diagram_page_update_actions (&self->base);
  klaster_diagram_page_queue_save (&self->base);
}

static void
arrange_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  klaster_graph_view_lay_out (KLASTER_GRAPH_PAGE (user_data)->graph, TRUE);
}

static void
fit_all_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  klaster_graph_view_fit (KLASTER_GRAPH_PAGE (user_data)->graph);
}

/* Of the members that the menu was opened on */

static void
pin_cb (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       user_data)
{
  KlasterGraphPage *self = user_data;
  KlasterMapContext context;
  const gint64 *ids;
  guint n_ids;

  if (klaster_diagram_page_get_context_members (&self->base, &context, &ids, &n_ids))
    klaster_graph_view_pin_members (self->graph, ids, n_ids);
}

static void
unpin_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  KlasterGraphPage *self = user_data;
  KlasterMapContext context;
  const gint64 *ids;
  guint n_ids;

  if (klaster_diagram_page_get_context_members (&self->base, &context, &ids, &n_ids))
    klaster_graph_view_unpin (self->graph, ids, n_ids);
}

/* By the arrow keys: what is selected */
static void
move_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  KlasterGraphPage *self = user_data;
  const gint64 *ids;
  double dx, dy;
  guint n_ids;

  if (self->base.selection == NULL || klaster_selection_get_table (self->base.selection) != KLASTER_TABLE_INSTITUTION)
    return;
  g_variant_get (parameter, "(dd)", &dx, &dy);
  ids = klaster_selection_get_ids (self->base.selection, &n_ids);
  klaster_graph_view_move (self->graph, ids, n_ids, dx, dy);
}

static void
align_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  KlasterGraphPage *self = user_data;
  KlasterMapContext context;
  const gint64 *ids;
  guint n_ids;

  if (klaster_diagram_page_get_context_members (&self->base, &context, &ids, &n_ids))
    klaster_graph_view_align (self->graph, ids, n_ids, g_str_equal (g_variant_get_string (parameter, NULL), "column"));
}

static void
unpin_all_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  klaster_graph_view_unpin (KLASTER_GRAPH_PAGE (user_data)->graph, NULL, 0);
}

/* A member and all who work with it */
static void
select_partners_cb (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  static const guint ends[][2] = { { KLASTER_COOPERATION_FROM_ID, KLASTER_COOPERATION_TO_ID },
                                   { KLASTER_COOPERATION_TO_ID, KLASTER_COOPERATION_FROM_ID } };
  KlasterGraphPage *self = user_data;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  KlasterMapContext context;

  if (!klaster_map_view_get_context (self->base.view, &context) || context.hit.type != KLASTER_MAP_HIT_MEMBER
      || self->base.selection == NULL)
    return;
  g_array_append_val (ids, context.hit.id);
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      KlasterReferrerIter iter;
      KlasterRow *row;

      klaster_referrer_iter_init (&iter, klaster_project_get_snapshot (self->base.project), KLASTER_TABLE_COOPERATION, ends[i][0],
                                  context.hit.id);
      while (klaster_referrer_iter_next (&iter, &row))
        {
          gint64 id = klaster_row_get_integer (row, ends[i][1]);

          g_array_append_val (ids, id);
        }
    }
  klaster_selection_set (self->base.selection, KLASTER_TABLE_INSTITUTION, (const gint64 *) (gpointer) ids->data, ids->len,
                         context.hit.id);
}

static void
zoom_here_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  KlasterGraphPage *self = user_data;
  KlasterMapCamera *camera = klaster_map_view_get_camera (self->base.view);
  KlasterMapContext context;

  if (klaster_map_view_get_context (self->base.view, &context))
    klaster_map_camera_fly (camera, klaster_world_from_lonlat (context.lon, context.lat),
                            klaster_map_camera_get_target_zoom (camera) + 1);
}

void
klaster_graph_page_fill_menu (KlasterDiagramPage      *page,
                              const KlasterMapContext *context,
                              GMenu                   *record,
                              GMenu                   *place)
{
  KlasterGraphPage *self = KLASTER_GRAPH_PAGE (page);
  gboolean several = page->selection && klaster_selection_get_n (page->selection) > 1;

  if (context->hit.type == KLASTER_MAP_HIT_MEMBER)
    {
      g_menu_append (record, _("_Open"), "graph.open");
      g_menu_append (record, _("_Connect With…"), "graph.connect");
      if (several)
        g_menu_append (record, _("Connect the Selected"), "win.connect");
      g_menu_append (record, _("Select With _Partners"), "graph.select-partners");
      if (klaster_graph_view_is_pinned (self->graph, context->hit.id))
        /* Translators: from now on the program chooses its place in the graph again */
        g_menu_append (place, _("_Unpin"), "graph.unpin");
      else
        /* Translators: from now on it stays where it is in the graph */
        g_menu_append (place, _("_Pin Here"), "graph.pin");
      if (several && klaster_selection_contains (page->selection, KLASTER_TABLE_INSTITUTION, context->hit.id))
        {
          /* Translators: the selected members, side by side */
          g_menu_append (place, _("Align in a _Row"), "graph.align::row");
          /* Translators: the selected members, one below the other */
          g_menu_append (place, _("Align in a Colu_mn"), "graph.align::column");
        }
    }
  else if (context->hit.type == KLASTER_MAP_HIT_LINK)
    g_menu_append (record, _("_Open"), "graph.open");
  else
    {
      g_menu_append (place, _("_Zoom In Here"), "graph.zoom-here");
      g_menu_append (place, _("_Show All Members"), "graph.fit-all");
      g_menu_append (place, _("_Arrange Again"), "graph.arrange");
    }
}

void
klaster_graph_page_update_actions (KlasterDiagramPage *page)
{
  static const char *const names[] = { "pin", "unpin", "move", "align" };
  KlasterGraphPage *self = KLASTER_GRAPH_PAGE (page);
  const char *layout = klaster_layout_kind_get_token (klaster_graph_view_get_layout (self->graph));
  gboolean editable = klaster_map_view_can_edit (page->view);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    klaster_diagram_page_set_enabled (page, names[i], editable);
  klaster_diagram_page_set_enabled (page, "unpin-all", editable && klaster_graph_view_get_n_pinned (self->graph) > 0);
  g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (page->actions), "layout")),
                             g_variant_new_string (layout));
}

/* Alt and an arrow moves what is selected, with Shift a little: in the graph itself only, elsewhere the keys mean other
 * things. */
static void
add_move_keys (KlasterGraphPage *self)
{
  static const struct
  {
    guint keys[2];
    int dx, dy;
  } arrows[] = {
    { { GDK_KEY_Left, GDK_KEY_KP_Left }, -1, 0 },
    { { GDK_KEY_Right, GDK_KEY_KP_Right }, 1, 0 },
    { { GDK_KEY_Up, GDK_KEY_KP_Up }, 0, -1 },
    { { GDK_KEY_Down, GDK_KEY_KP_Down }, 0, 1 },
  };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  for (guint i = 0; i < G_N_ELEMENTS (arrows); i++)
    for (guint k = 0; k < G_N_ELEMENTS (arrows[i].keys); k++)
      for (guint little = 0; little < 2; little++)
        {
          double step = little ? LITTLE_STEP : STEP;
          GtkShortcut *shortcut =
            gtk_shortcut_new (gtk_keyval_trigger_new (arrows[i].keys[k], little ? GDK_ALT_MASK | GDK_SHIFT_MASK : GDK_ALT_MASK),
                              gtk_named_action_new ("graph.move"));

          gtk_shortcut_set_arguments (shortcut, g_variant_new ("(dd)", arrows[i].dx * step, arrows[i].dy * step));
          gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), shortcut);
        }
  gtk_widget_add_controller (GTK_WIDGET (self->graph), controller);
}

void
klaster_graph_page_set_up (KlasterGraphPage *self)
{
  static const GActionEntry entries[] = {
    { "layout", layout_activate_cb, "s", "'level'", NULL },
    { .name = "arrange", .activate = arrange_cb },
    { .name = "fit-all", .activate = fit_all_cb },
    { .name = "pin", .activate = pin_cb },
    { .name = "unpin", .activate = unpin_cb },
    { "move", move_cb, "(dd)", NULL, NULL },
    { "align", align_cb, "s", NULL, NULL },
    { .name = "unpin-all", .activate = unpin_all_cb },
    { .name = "select-partners", .activate = select_partners_cb },
    { .name = "zoom-here", .activate = zoom_here_cb },
  };

  klaster_diagram_page_set_up (&self->base, klaster_graph_view_get_view (self->graph), entries, G_N_ELEMENTS (entries));
  add_move_keys (self);
}
