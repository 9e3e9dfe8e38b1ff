/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "klaster-basemap.h"
#include "klaster-coding-menu.h"
#include "klaster-map-page-private.h"
#include "klaster-symbol-image.h"

#define MARGIN 12

G_DEFINE_FINAL_TYPE (KlasterMapPage, klaster_map_page, KLASTER_TYPE_DIAGRAM_PAGE)

enum
{
  ADD_REQUESTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* How much of the map's lower edge is taken where @width pixels from the left meet the foot. */
static int
get_foot_height (KlasterMapPage *self,
                 GtkWidget      *foot,
                 int             left_width,
                 int             width)
{
  int natural_width, natural_height;

  if (!gtk_widget_get_visible (foot))
    return 0;
  gtk_widget_measure (foot, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural_width, NULL, NULL);
  natural_width = MIN (natural_width, width);
  if (left_width + natural_width + MARGIN <= width)
    return 0;
  gtk_widget_measure (foot, GTK_ORIENTATION_VERTICAL, natural_width, NULL, &natural_height, NULL, NULL);

  return natural_height;
}

static void
place_legend (KlasterMapPage *self,
              int             width,
              int             height,
              GdkRectangle   *allocation)
{
  GtkRequisition minimum, natural;
  int foot, hint;

  gtk_widget_get_preferred_size (GTK_WIDGET (self->base.legend), &minimum, &natural);
  foot = get_foot_height (self, self->foot_box, natural.width, width);
  hint = get_foot_height (self, self->hint_box, natural.width, width);
  if (hint > 0 && foot == 0)
    gtk_widget_measure (self->foot_box, GTK_ORIENTATION_VERTICAL, -1, NULL, &foot, NULL, NULL);
  allocation->x = 0;
  allocation->width = MAX (minimum.width, MIN (natural.width, width));
  allocation->height = CLAMP (height - foot - hint, minimum.height, MAX (minimum.height, natural.height));
  allocation->y = MAX (0, height - foot - hint - allocation->height);
}

/* Not in one box with the foot: what is empty in a box takes clicks away from the map, too. */
static void
place_zoom_card (KlasterMapPage *self,
                 int             width,
                 int             height,
                 GdkRectangle   *allocation)
{
  GtkRequisition natural;
  int foot, hint;

  gtk_widget_get_preferred_size (self->base.zoom_card, NULL, &natural);
  foot = get_foot_height (self, self->foot_box, width, width);
  hint = get_foot_height (self, self->hint_box, width, width);
  allocation->width = natural.width;
  allocation->height = natural.height;
  allocation->x = width - natural.width;
  allocation->y = MAX (0, height - foot - hint - natural.height);
}

static gboolean
get_child_position_cb (GtkOverlay     *overlay,
                       GtkWidget      *widget,
                       GdkRectangle   *allocation,
                       KlasterMapPage *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (overlay));
  int height = gtk_widget_get_height (GTK_WIDGET (overlay));

  if (widget == GTK_WIDGET (self->base.legend))
    {
      place_legend (self, width, height, allocation);
      return TRUE;
    }
  if (widget == self->base.zoom_card)
    {
      place_zoom_card (self, width, height, allocation);
      return TRUE;
    }
  if (widget != GTK_WIDGET (self->base.hover_card))
    return FALSE;

  klaster_map_hover_card_place (self->base.hover_card, width, height, allocation);

  return TRUE;
}

/* Message card: what the active tool expects, or what went wrong */

static void
klaster_map_page_update_message (KlasterDiagramPage *page)
{
  KlasterMapPage *self = KLASTER_MAP_PAGE (page);
  g_autofree char *text = NULL;
  const char *close = _("Cancel");
  const char *error = self->base.error_message ? self->base.error_message : klaster_map_layers_get_error (self->layers);
  gboolean skip = FALSE;
  double metres;
  guint n;

  if (error)
    {
      text = g_strdup (error);
      close = _("Close");
    }
  else
    switch (klaster_map_view_get_tool (self->base.view))
      {
      case KLASTER_MAP_TOOL_ADD:
        text = g_strdup (_("Click where the institution is."));
        break;
      case KLASTER_MAP_TOOL_LASSO:
        text = klaster_map_view_describe_tool (self->base.view);
        break;
      case KLASTER_MAP_TOOL_MEASURE:
        n = klaster_map_view_get_measure (self->base.view, &metres);
        if (n < 2)
          text = g_strdup (n == 0 ? _("Click where to measure from.") : _("Click where to measure to."));
        else
          {
            g_autofree char *distance = klaster_map_format_distance (metres);

            /* Translators: %s is a distance */
            text = g_strdup_printf (_("%s in all. Click to go on; Backspace takes the last point back."), distance);
          }
        close = _("Done");
        break;
      case KLASTER_MAP_TOOL_PLACE:
        {
          gint64 id = klaster_map_view_get_placing (self->base.view, &n);
          KlasterRow *row =
            id ? klaster_snapshot_lookup (klaster_project_get_snapshot (self->base.project), KLASTER_TABLE_INSTITUTION, id) : NULL;

          if (row)
            {
              const char *name = klaster_row_get_name (row, KLASTER_INSTITUTION_NAME_UZ,
                                                       klaster_map_view_get_style (self->base.view)->language);

              if (n > 1)
                text = g_strdup_printf (ngettext ("Click where “%s” is. %u more is waiting.",
                                                  "Click where “%s” is. %u more are waiting.", n - 1), name, n - 1);
              else
                text = g_strdup_printf (_("Click where “%s” is."), name);
              skip = n > 1;
            }
        }
        break;
      case KLASTER_MAP_TOOL_SELECT:
      case KLASTER_MAP_TOOL_CONNECT:
      default:
        text = klaster_map_view_describe_tool (self->base.view);
        break;
      }

  gtk_widget_set_visible (GTK_WIDGET (self->message_skip_button), skip);
  klaster_diagram_page_show_message (page, text, close);
}

static void
message_button_cb (KlasterMapPage *self)
{
  if (self->base.error_message || klaster_map_layers_get_error (self->layers))
    {
      g_clear_pointer (&self->base.error_message, g_free);
      klaster_map_layers_clear_error (self->layers);
    }
  else
    klaster_map_view_set_tool (self->base.view, KLASTER_MAP_TOOL_SELECT);
  klaster_diagram_page_update_message (&self->base);
  gtk_widget_grab_focus (GTK_WIDGET (self->base.view));
}

static void
skip_cb (KlasterMapPage *self)
{
  klaster_map_view_skip_placing (self->base.view);
  gtk_widget_grab_focus (GTK_WIDGET (self->base.view));
}

/* Foot: scale, attribution, hint */

/* Why there is less to see than somebody expects, and what helps. */
static void
update_hint (KlasterMapPage *self)
{
  KlasterMapCamera *camera = klaster_map_view_get_camera (self->base.view);
  KlasterBase base = klaster_map_layers_get_base (self->layers);
  KlasterPoint centre = klaster_map_camera_get_centre (camera);
  const char *text = NULL;
  const char *label = _("Use Online Map");
  KlasterRect bounds;

  if (base != self->hint_base)
    {
      self->hint_base = base;
      self->hint_closed = FALSE;
    }
  if (base == KLASTER_BASE_OFFLINE)
    {
      bounds = klaster_basemap_get_bounds ();
      if (!klaster_rect_contains (&bounds, centre.x, centre.y))
        text = _("The offline map ends here.");
      else if (klaster_map_camera_get_target_zoom (camera) > KLASTER_BASEMAP_DETAIL_ZOOM)
        text = _("The offline map shows no more than this.");
    }
  else if (!klaster_map_layers_is_available (self->layers))
    {
      text = _("The online map does not answer.");
      label = _("Use Offline Map");
    }
  else if (klaster_map_layers_get_file_bounds (self->layers, &bounds) && !klaster_rect_contains (&bounds, centre.x, centre.y))
    {
      text = _("The map of this file lies elsewhere.");
      /* Translators: a button: go to where the map of a file lies. */
      label = _("Show It");
    }
  if (text)
    {
      gtk_label_set_text (self->hint_label, text);
      gtk_button_set_label (self->hint_button, label);
    }
  gtk_widget_set_visible (self->hint_box, text != NULL && !self->hint_closed);
}

/* Whose map it is; and when there are too many links to draw, how many are missing: nothing is hidden without a sign. */
static void
update_attribution (KlasterMapPage *self)
{
  const char *attribution = klaster_map_layers_get_attribution (self->layers);
  guint n_hidden = klaster_diagram_page_count_hidden (&self->base);
  g_autofree char *hidden = NULL;
  g_autofree char *text = NULL;

  hidden = g_strdup_printf (ngettext ("%u cooperation is left out for want of room",
                                      "%u cooperations are left out for want of room", n_hidden),
                            n_hidden);
  text = n_hidden > 0 ? g_strdup_printf ("%s · %s", hidden, attribution) : g_strdup (attribution);
  if (g_strcmp0 (gtk_label_get_text (self->attribution_label), text) == 0)
    return;
  gtk_label_set_text (self->attribution_label, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->attribution_label), text);
}

/* What the hint offers */
static void
hint_cb (KlasterMapPage *self)
{
  KlasterRect bounds;

  if (klaster_map_layers_get_file_bounds (self->layers, &bounds))
    klaster_map_camera_fit (klaster_map_view_get_camera (self->base.view), &bounds, KLASTER_MAX_ZOOM, TRUE);
  else if (klaster_map_layers_get_base (self->layers) == KLASTER_BASE_ONLINE)
    klaster_map_layers_set_base (self->layers, KLASTER_BASE_OFFLINE);
  else
    klaster_map_layers_set_base (self->layers, KLASTER_BASE_ONLINE);
  gtk_widget_grab_focus (GTK_WIDGET (self->base.view));
}

static void
hint_close_cb (KlasterMapPage *self)
{
  self->hint_closed = TRUE;
  update_hint (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->base.view));
}

/* What is remembered for each project and person */

static void
klaster_map_page_save (KlasterDiagramPage *page,
                       GKeyFile           *keys)
{
  KlasterMapPage *self = KLASTER_MAP_PAGE (page);
  KlasterMapCamera *camera = klaster_map_view_get_camera (page->view);
  double lon, lat;

  /* Nothing was seen yet: what was remembered stays. */
  if (klaster_map_view_get_scene (page->view) == NULL)
    return;

  klaster_world_to_lonlat (klaster_map_camera_get_centre (camera), &lon, &lat);
  g_key_file_set_double (keys, "map", "longitude", lon);
  g_key_file_set_double (keys, "map", "latitude", lat);
  g_key_file_set_double (keys, "map", "zoom", klaster_map_camera_get_target_zoom (camera));
  klaster_map_layers_save (self->layers, keys);
}

static void
klaster_map_page_load (KlasterDiagramPage *page,
                       GKeyFile           *keys)
{
  KlasterMapPage *self = KLASTER_MAP_PAGE (page);
  double lon = g_key_file_get_double (keys, "map", "longitude", NULL);
  double lat = g_key_file_get_double (keys, "map", "latitude", NULL);
  double zoom = g_key_file_get_double (keys, "map", "zoom", NULL);

  if (zoom >= KLASTER_MIN_ZOOM && zoom <= KLASTER_MAX_ZOOM && fabs (lon) <= 180 && fabs (lat) <= KLASTER_MAX_LATITUDE)
    klaster_map_view_go_to (page->view, lon, lat, zoom);
  klaster_map_layers_load (self->layers, keys);
}

/* The map */

static void
klaster_map_page_view_changed (KlasterDiagramPage *page)
{
  KlasterMapPage *self = KLASTER_MAP_PAGE (page);
  KlasterMapCamera *camera = klaster_map_view_get_camera (page->view);
  double lon, lat;

  klaster_world_to_lonlat (klaster_map_camera_get_centre (camera), &lon, &lat);
  klaster_map_scale_set_view (self->scale_bar, klaster_map_camera_get_zoom (camera), lat);
  klaster_map_legend_set_room (page->legend, gtk_widget_get_width (GTK_WIDGET (page->view)),
                               gtk_widget_get_height (GTK_WIDGET (page->view)));
  update_hint (self);
  update_attribution (self);
  klaster_diagram_page_queue_save (page);
}

static void
klaster_map_page_scene_changed (KlasterDiagramPage *page)
{
  KlasterMapPage *self = KLASTER_MAP_PAGE (page);
  KlasterMapScene *scene = klaster_map_view_get_scene (page->view);

  klaster_go_to_popover_set_snapshot (self->go_to_popover, scene ? klaster_map_scene_get_snapshot (scene) : NULL);
  update_attribution (self);
}

static void
layers_changed_cb (KlasterMapLayers *layers,
                   KlasterMapPage   *self)
{
  update_attribution (self);
  update_hint (self);
  klaster_diagram_page_update_message (&self->base);
  klaster_diagram_page_queue_save (&self->base);
}

static void
place_chosen_cb (KlasterGoToPopover *popover,
                 double              lon,
                 double              lat,
                 double              zoom,
                 gint64              id,
                 KlasterMapPage     *self)
{
  klaster_map_view_go_to (self->base.view, lon, lat, zoom);
  if (id != 0 && self->base.selection)
    klaster_selection_select (self->base.selection, KLASTER_TABLE_INSTITUTION, id);
  gtk_widget_grab_focus (GTK_WIDGET (self->base.view));
}

static void
klaster_map_page_update_style (KlasterDiagramPage *page)
{
  KlasterMapPage *self = KLASTER_MAP_PAGE (page);

  if (self->layers)
    klaster_map_layers_update_style (self->layers);
}

static void
klaster_map_page_project_set (KlasterDiagramPage *page)
{
  KlasterMapPage *self = KLASTER_MAP_PAGE (page);

  self->hint_closed = FALSE;
  klaster_map_view_set_project (page->view, page->project);
  klaster_map_layers_set_project (self->layers, page->project);
  klaster_diagram_page_load (page);
}

static void
klaster_map_page_dispose (GObject *object)
{
  KlasterMapPage *self = KLASTER_MAP_PAGE (object);

  if (self->base.view)
    klaster_diagram_page_save (&self->base);
  if (self->layers)
    {
      g_signal_handlers_disconnect_by_data (self->layers, self);
      klaster_map_layers_set_project (self->layers, NULL);
      g_object_run_dispose (G_OBJECT (self->layers));
    }
  g_clear_object (&self->layers);

  G_OBJECT_CLASS (klaster_map_page_parent_class)->dispose (object);
}

static void
klaster_map_page_class_init (KlasterMapPageClass *klass)
{
  KlasterDiagramPageClass *page_class = KLASTER_DIAGRAM_PAGE_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (KLASTER_TYPE_MAP_VIEW);
  g_type_ensure (KLASTER_TYPE_MAP_SCALE);
  g_type_ensure (KLASTER_TYPE_GO_TO_POPOVER);

  G_OBJECT_CLASS (klass)->dispose = klaster_map_page_dispose;
  page_class->group = "map";
  page_class->project_set = klaster_map_page_project_set;
  page_class->load = klaster_map_page_load;
  page_class->save = klaster_map_page_save;
  page_class->update_style = klaster_map_page_update_style;
  page_class->update_message = klaster_map_page_update_message;
  page_class->update_actions = klaster_map_page_update_actions;
  page_class->view_changed = klaster_map_page_view_changed;
  page_class->scene_changed = klaster_map_page_scene_changed;
  page_class->fill_menu = klaster_map_page_fill_menu;

  signals[ADD_REQUESTED] =
    g_signal_new ("add-requested", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                  G_TYPE_DOUBLE, G_TYPE_DOUBLE);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/klaster_app/Klaster/ui/klaster-map-page.ui");
  klaster_diagram_page_bind_template (widget_class);
  gtk_widget_class_bind_template_child_full (widget_class, "view", FALSE, G_STRUCT_OFFSET (KlasterMapPage, base.view));
  gtk_widget_class_bind_template_child (widget_class, KlasterMapPage, add_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterMapPage, go_to_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterMapPage, go_to_popover);
  gtk_widget_class_bind_template_child (widget_class, KlasterMapPage, layers_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterMapPage, message_skip_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterMapPage, scale_bar);
  gtk_widget_class_bind_template_child (widget_class, KlasterMapPage, attribution_label);
  gtk_widget_class_bind_template_child (widget_class, KlasterMapPage, hint_box);
  gtk_widget_class_bind_template_child (widget_class, KlasterMapPage, foot_box);
  gtk_widget_class_bind_template_child (widget_class, KlasterMapPage, hint_label);
  gtk_widget_class_bind_template_child (widget_class, KlasterMapPage, hint_button);
  gtk_widget_class_bind_template_callback (widget_class, place_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, skip_cb);
  gtk_widget_class_bind_template_callback (widget_class, message_button_cb);
  gtk_widget_class_bind_template_callback (widget_class, hint_cb);
  gtk_widget_class_bind_template_callback (widget_class, hint_close_cb);
  gtk_widget_class_set_css_name (widget_class, "mappage");
}

static void
klaster_map_page_init (KlasterMapPage *self)
{
  g_autoptr (GMenu) export = g_menu_new ();
  GMenu *menu;

  gtk_widget_init_template (GTK_WIDGET (self));

  klaster_map_page_set_up (self);
  self->layers = klaster_map_layers_new (self->base.view, G_ACTION_MAP (self->base.actions));
  menu = G_MENU (klaster_map_layers_get_menu (self->layers));
  klaster_coding_menu_insert (menu, 2, "map");
  g_menu_append (export, _("_Export Picture…"), "win.export-picture");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (export));
  gtk_menu_button_set_menu_model (self->layers_button, G_MENU_MODEL (menu));

  g_signal_connect (self->base.overlay, "get-child-position", G_CALLBACK (get_child_position_cb), self);
  g_signal_connect (self->layers, "changed", G_CALLBACK (layers_changed_cb), self);

  klaster_diagram_page_update_message (&self->base);
  klaster_map_page_view_changed (&self->base);
  klaster_diagram_page_update_actions (&self->base);
}

/**
 * klaster_map_page_new:
 *
 * Returns: (transfer floating): a page without a project
 */
GtkWidget *
klaster_map_page_new (void)
{
  return g_object_new (KLASTER_TYPE_MAP_PAGE, NULL);
}

/**
 * klaster_map_page_get_view:
 * @self: a page
 *
 * Returns: (transfer none): its map
 */
KlasterMapView *
klaster_map_page_get_view (KlasterMapPage *self)
{
  g_return_val_if_fail (KLASTER_IS_MAP_PAGE (self), NULL);

  return self->base.view;
}

/**
 * klaster_map_page_start_placing:
 * @self: a page
 * @ids: (array length=n_ids): institutions, in the order in which they are to be placed
 * @n_ids: their number
 *
 * The next clicks on the map give them their places.
 */
void
klaster_map_page_start_placing (KlasterMapPage *self,
                                const gint64   *ids,
                                guint           n_ids)
{
  g_return_if_fail (KLASTER_IS_MAP_PAGE (self));

  klaster_map_view_start_placing (self->base.view, ids, n_ids);
}
