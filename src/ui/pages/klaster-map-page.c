/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "klaster-basemap.h"
#include "klaster-coding-menu.h"
#include "klaster-connect.h"
#include "klaster-derive.h"
#include "klaster-map-page-private.h"
#include "klaster-symbol-image.h"

#define SAVE_DELAY 1500
#define MARGIN 12

G_DEFINE_FINAL_TYPE (KlasterMapPage, klaster_map_page, GTK_TYPE_WIDGET)

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
  ADD_REQUESTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* The day that is looked at. */
static char *
dup_date (KlasterMapPage *self)
{
  return self->scope ? klaster_scope_dup_date (self->scope) : klaster_date_today ();
}

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

  gtk_widget_get_preferred_size (GTK_WIDGET (self->legend), &minimum, &natural);
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

  gtk_widget_get_preferred_size (self->zoom_card, NULL, &natural);
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

  if (widget == GTK_WIDGET (self->legend))
    {
      place_legend (self, width, height, allocation);
      return TRUE;
    }
  if (widget == self->zoom_card)
    {
      place_zoom_card (self, width, height, allocation);
      return TRUE;
    }
  if (widget != GTK_WIDGET (self->hover_card))
    return FALSE;

  klaster_map_hover_card_place (self->hover_card, width, height, allocation);

  return TRUE;
}

/* Message card: what the active tool expects, or what went wrong */

static void
update_message (KlasterMapPage *self)
{
  g_autofree char *text = NULL;
  const char *close = _("Cancel");
  const char *error = self->error_message ? self->error_message : klaster_map_layers_get_error (self->layers);
  gboolean skip = FALSE;
  double metres;
  guint n;

  if (error)
    {
      text = g_strdup (error);
      close = _("Close");
    }
  else
    switch (klaster_map_view_get_tool (self->view))
      {
      case KLASTER_MAP_TOOL_ADD:
        text = g_strdup (_("Click where the institution is."));
        break;
      case KLASTER_MAP_TOOL_LASSO:
        text = klaster_map_view_describe_tool (self->view);
        break;
      case KLASTER_MAP_TOOL_MEASURE:
        n = klaster_map_view_get_measure (self->view, &metres);
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
          gint64 id = klaster_map_view_get_placing (self->view, &n);
          KlasterRow *row =
            id ? klaster_snapshot_lookup (klaster_project_get_snapshot (self->project), KLASTER_TABLE_INSTITUTION, id) : NULL;

          if (row)
            {
              const char *name = klaster_row_get_name (row, KLASTER_INSTITUTION_NAME_UZ,
                                                       klaster_map_view_get_style (self->view)->language);

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
        text = klaster_map_view_describe_tool (self->view);
        break;
      }

  if (text)
    {
      gtk_label_set_text (self->message_label, text);
      gtk_button_set_label (self->message_close_button, close);
      gtk_widget_set_visible (GTK_WIDGET (self->message_skip_button), skip);
    }
  gtk_revealer_set_reveal_child (self->message_revealer, text != NULL);
  gtk_widget_set_can_target (GTK_WIDGET (self->message_revealer), text != NULL);
}

static void
set_error (KlasterMapPage *self,
           const char     *message)
{
  g_free (self->error_message);
  self->error_message = g_strdup (message);
  update_message (self);
}

static void
message_close_cb (KlasterMapPage *self)
{
  if (self->error_message || klaster_map_layers_get_error (self->layers))
    {
      set_error (self, NULL);
      klaster_map_layers_clear_error (self->layers);
    }
  else
    klaster_map_view_set_tool (self->view, KLASTER_MAP_TOOL_SELECT);
  update_message (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
skip_cb (KlasterMapPage *self)
{
  klaster_map_view_skip_placing (self->view);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
edit_failed_cb (KlasterMapView *view,
                const char     *message,
                KlasterMapPage *self)
{
  set_error (self, message);
}

static void
tool_changed_cb (KlasterMapView *view,
                 KlasterMapPage *self)
{
  if (klaster_map_view_get_tool (view) != KLASTER_MAP_TOOL_SELECT)
    g_clear_pointer (&self->error_message, g_free);
  update_message (self);
  klaster_map_page_update_actions (self);
}

/* Foot: scale, attribution, hint */

static void
update_hint (KlasterMapPage *self)
{
  KlasterMapCamera *camera = klaster_map_view_get_camera (self->view);
  KlasterRect bounds = klaster_basemap_get_bounds ();
  KlasterPoint centre = klaster_map_camera_get_centre (camera);
  const char *text = NULL;

  if (klaster_map_layers_get_base (self->layers) == KLASTER_BASE_OFFLINE && !self->hint_closed)
    {
      if (!klaster_rect_contains (&bounds, centre.x, centre.y))
        text = _("The offline map ends here.");
      else if (klaster_map_camera_get_target_zoom (camera) > KLASTER_BASEMAP_DETAIL_ZOOM)
        text = _("The offline map shows no more than this.");
    }
  if (text)
    gtk_label_set_text (self->hint_label, text);
  gtk_widget_set_visible (self->hint_box, text != NULL);
}

/* Whose map it is; and when there are too many links to draw, how many are missing: nothing is hidden without a sign. */
static void
update_attribution (KlasterMapPage *self)
{
  const char *attribution = klaster_map_layers_get_attribution (self->layers);
  KlasterMapScene *scene = klaster_map_view_get_scene (self->view);
  double zoom = round (klaster_map_camera_get_target_zoom (klaster_map_view_get_camera (self->view)));
  g_autofree char *hidden = NULL;
  g_autofree char *text = NULL;
  guint n_bundled = 0, n_hidden = 0;

  if (scene && klaster_map_scene_is_prepared (scene, zoom))
    klaster_map_scene_get_link_summary (scene, zoom, &n_bundled, &n_hidden);
  hidden = g_strdup_printf (ngettext ("%u cooperation is left out for want of room",
                                      "%u cooperations are left out for want of room", n_hidden),
                            n_hidden);
  text = n_hidden > 0 ? g_strdup_printf ("%s · %s", hidden, attribution) : g_strdup (attribution);
  if (g_strcmp0 (gtk_label_get_text (self->attribution_label), text) == 0)
    return;
  gtk_label_set_text (self->attribution_label, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->attribution_label), text);
}

static void
use_online_cb (KlasterMapPage *self)
{
  klaster_map_layers_set_base (self->layers, KLASTER_BASE_ONLINE);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
hint_close_cb (KlasterMapPage *self)
{
  self->hint_closed = TRUE;
  update_hint (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/* What is remembered for each project and person */

static void
save_state (KlasterMapPage *self)
{
  GKeyFile *keys;
  KlasterMapCamera *camera = klaster_map_view_get_camera (self->view);
  double lon, lat;

  g_clear_handle_id (&self->save_timeout, g_source_remove);
  if (self->project == NULL || klaster_map_view_get_scene (self->view) == NULL)
    return;

  keys = klaster_view_state_get_keys (self->state);
  klaster_world_to_lonlat (klaster_map_camera_get_centre (camera), &lon, &lat);
  g_key_file_set_double (keys, "map", "longitude", lon);
  g_key_file_set_double (keys, "map", "latitude", lat);
  g_key_file_set_double (keys, "map", "zoom", klaster_map_camera_get_target_zoom (camera));
  if (klaster_map_legend_is_chosen (self->legend))
    g_key_file_set_boolean (keys, "map", "legend", klaster_map_legend_get_expanded (self->legend));
  klaster_coding_menu_save (G_ACTION_GROUP (self->actions), keys, "map");
  klaster_map_layers_save (self->layers, keys);
  klaster_view_state_changed (self->state);
}

static gboolean
save_state_cb (gpointer user_data)
{
  KlasterMapPage *self = user_data;

  self->save_timeout = 0;
  save_state (self);

  return G_SOURCE_REMOVE;
}

static void
queue_save (KlasterMapPage *self)
{
  if (self->project == NULL || self->save_timeout != 0)
    return;
  self->save_timeout = g_timeout_add (SAVE_DELAY, save_state_cb, self);
}

static void
load_state (KlasterMapPage *self)
{
  GKeyFile *keys = klaster_view_state_get_keys (self->state);
  double lon = g_key_file_get_double (keys, "map", "longitude", NULL);
  double lat = g_key_file_get_double (keys, "map", "latitude", NULL);
  double zoom = g_key_file_get_double (keys, "map", "zoom", NULL);

  if (zoom >= KLASTER_MIN_ZOOM && zoom <= KLASTER_MAX_ZOOM && fabs (lon) <= 180 && fabs (lat) <= KLASTER_MAX_LATITUDE)
    klaster_map_view_go_to (self->view, lon, lat, zoom);
  if (g_key_file_has_key (keys, "map", "legend", NULL))
    klaster_map_legend_set_expanded (self->legend, g_key_file_get_boolean (keys, "map", "legend", NULL));
  klaster_coding_menu_load (G_ACTION_GROUP (self->actions), keys, "map");
  klaster_map_layers_load (self->layers, keys);
}

/* The map */

static void
view_changed_cb (KlasterMapView *view,
                 KlasterMapPage *self)
{
  KlasterMapCamera *camera = klaster_map_view_get_camera (view);
  double lon, lat;

  klaster_world_to_lonlat (klaster_map_camera_get_centre (camera), &lon, &lat);
  klaster_map_scale_set_view (self->scale_bar, klaster_map_camera_get_zoom (camera), lat);
  klaster_map_page_update_actions (self);
  klaster_map_legend_set_room (self->legend, gtk_widget_get_width (GTK_WIDGET (view)),
                               gtk_widget_get_height (GTK_WIDGET (view)));
  update_hint (self);
  update_attribution (self);
  queue_save (self);
}

static void
scene_changed_cb (KlasterMapView *view,
                  KlasterMapPage *self)
{
  KlasterMapScene *scene = klaster_map_view_get_scene (view);
  KlasterSnapshot *snapshot = scene ? klaster_map_scene_get_snapshot (scene) : NULL;

  klaster_map_legend_set_scene (self->legend, scene);
  klaster_go_to_popover_set_snapshot (self->go_to_popover, snapshot);
  update_attribution (self);
  klaster_map_page_update_actions (self);
}

static void
layers_changed_cb (KlasterMapLayers *layers,
                   KlasterMapPage   *self)
{
  update_attribution (self);
  update_hint (self);
  update_message (self);
  queue_save (self);
}

static void
activate_member_cb (KlasterMapView *view,
                    gint64          id,
                    KlasterMapPage *self)
{
  g_signal_emit (self, signals[ACTIVATE_MEMBER], 0, id);
}

static void
connect_requested_cb (KlasterMapView *view,
                      gint64          from,
                      gint64          to,
                      KlasterMapPage *self)
{
  if (self->project && self->selection)
    klaster_connect_members (GTK_WIDGET (self), self->project, self->selection, from, &to, 1);
}

static void
context_requested_cb (KlasterMapView *view,
                      double          x,
                      double          y,
                      KlasterMapPage *self)
{
  klaster_map_page_show_context (self, x, y);
}

static void
place_chosen_cb (KlasterGoToPopover *popover,
                 double              lon,
                 double              lat,
                 double              zoom,
                 gint64              id,
                 KlasterMapPage     *self)
{
  klaster_map_view_go_to (self->view, lon, lat, zoom);
  if (id != 0 && self->selection)
    klaster_selection_select (self->selection, KLASTER_TABLE_INSTITUTION, id);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
update_style_cb (KlasterMapPage *self)
{
  klaster_map_layers_update_style (self->layers);
}

static void
update_date_cb (KlasterMapPage *self)
{
  g_autofree char *date = dup_date (self);

  klaster_map_view_set_date (self->view, date);
  klaster_map_hover_card_set_date (self->hover_card, date);
}

static void
update_scope_cb (KlasterMapPage *self)
{
  update_date_cb (self);
  klaster_map_view_set_scope (self->view, self->scope ? klaster_scope_get_filter (self->scope) : NULL);
}

static void
set_scope (KlasterMapPage *self,
           KlasterScope   *scope)
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

static gboolean
klaster_map_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (KLASTER_MAP_PAGE (widget)->view));
}

static void
set_project (KlasterMapPage *self,
             KlasterProject *project)
{
  if (self->project == project)
    return;

  save_state (self);
  g_set_object (&self->project, project);
  g_clear_object (&self->state);
  if (project)
    self->state = klaster_view_state_get (klaster_project_get_uuid (project));
  self->hint_closed = FALSE;
  g_clear_pointer (&self->error_message, g_free);
  update_date_cb (self);
  klaster_map_view_set_project (self->view, project);
  klaster_map_layers_set_project (self->layers, project);
  if (project)
    load_state (self);
  klaster_map_page_update_actions (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROJECT]);
}

static void
klaster_map_page_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  KlasterMapPage *self = KLASTER_MAP_PAGE (object);

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
klaster_map_page_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  KlasterMapPage *self = KLASTER_MAP_PAGE (object);

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
      if (g_set_object (&self->members, g_value_get_object (value)))
        {
          klaster_map_view_set_members (self->view, self->members);
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
klaster_map_page_dispose (GObject *object)
{
  KlasterMapPage *self = KLASTER_MAP_PAGE (object);

  if (self->view)
    save_state (self);
  g_clear_handle_id (&self->save_timeout, g_source_remove);
  g_clear_pointer (&self->context_menu, gtk_widget_unparent);
  if (self->view)
    g_signal_handlers_disconnect_by_data (self->view, self);
  if (self->layers)
    {
      g_signal_handlers_disconnect_by_data (self->layers, self);
      klaster_map_layers_set_project (self->layers, NULL);
      g_object_run_dispose (G_OBJECT (self->layers));
    }
  g_clear_object (&self->layers);
  g_clear_object (&self->actions);
  g_clear_object (&self->state);
  g_clear_object (&self->project);
  g_clear_object (&self->selection);
  g_clear_object (&self->members);
  if (self->scope)
    g_signal_handlers_disconnect_by_data (self->scope, self);
  g_clear_object (&self->scope);
  if (self->overlay)
    gtk_widget_unparent (GTK_WIDGET (self->overlay));
  self->overlay = NULL;
  self->view = NULL;

  G_OBJECT_CLASS (klaster_map_page_parent_class)->dispose (object);
}

static void
klaster_map_page_finalize (GObject *object)
{
  g_free (KLASTER_MAP_PAGE (object)->error_message);

  G_OBJECT_CLASS (klaster_map_page_parent_class)->finalize (object);
}

static void
klaster_map_page_class_init (KlasterMapPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (KLASTER_TYPE_MAP_VIEW);
  g_type_ensure (KLASTER_TYPE_MAP_LEGEND);
  g_type_ensure (KLASTER_TYPE_MAP_SCALE);
  g_type_ensure (KLASTER_TYPE_MAP_HOVER_CARD);
  g_type_ensure (KLASTER_TYPE_GO_TO_POPOVER);

  object_class->get_property = klaster_map_page_get_property;
  object_class->set_property = klaster_map_page_set_property;
  object_class->dispose = klaster_map_page_dispose;
  object_class->finalize = klaster_map_page_finalize;
  widget_class->grab_focus = klaster_map_page_grab_focus;

  properties[PROP_PROJECT] =
    g_param_spec_object ("project", NULL, NULL, KLASTER_TYPE_PROJECT,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_SELECTION] =
    g_param_spec_object ("selection", NULL, NULL, KLASTER_TYPE_SELECTION,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_MEMBERS] =
    g_param_spec_object ("members", NULL, NULL, KLASTER_TYPE_QUERY_MODEL,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_SCOPE] =
    g_param_spec_object ("scope", NULL, NULL, KLASTER_TYPE_SCOPE,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[ACTIVATE_MEMBER] =
    g_signal_new ("activate-member", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                  G_TYPE_INT64);
  signals[ADD_REQUESTED] =
    g_signal_new ("add-requested", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                  G_TYPE_DOUBLE, G_TYPE_DOUBLE);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/klaster_app/Klaster/ui/klaster-map-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KlasterMapPage, overlay);
  gtk_widget_class_bind_template_child (widget_class, KlasterMapPage, view);
  gtk_widget_class_bind_template_child (widget_class, KlasterMapPage, tools_card);
  gtk_widget_class_bind_template_child (widget_class, KlasterMapPage, add_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterMapPage, connect_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterMapPage, go_to_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterMapPage, go_to_popover);
  gtk_widget_class_bind_template_child (widget_class, KlasterMapPage, layers_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterMapPage, message_revealer);
  gtk_widget_class_bind_template_child (widget_class, KlasterMapPage, message_label);
  gtk_widget_class_bind_template_child (widget_class, KlasterMapPage, message_skip_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterMapPage, message_close_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterMapPage, legend);
  gtk_widget_class_bind_template_child (widget_class, KlasterMapPage, scale_bar);
  gtk_widget_class_bind_template_child (widget_class, KlasterMapPage, attribution_label);
  gtk_widget_class_bind_template_child (widget_class, KlasterMapPage, hint_box);
  gtk_widget_class_bind_template_child (widget_class, KlasterMapPage, foot_box);
  gtk_widget_class_bind_template_child (widget_class, KlasterMapPage, zoom_card);
  gtk_widget_class_bind_template_child (widget_class, KlasterMapPage, hint_label);
  gtk_widget_class_bind_template_child (widget_class, KlasterMapPage, hover_card);
  gtk_widget_class_bind_template_callback (widget_class, place_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, skip_cb);
  gtk_widget_class_bind_template_callback (widget_class, message_close_cb);
  gtk_widget_class_bind_template_callback (widget_class, use_online_cb);
  gtk_widget_class_bind_template_callback (widget_class, hint_close_cb);
  gtk_widget_class_set_css_name (widget_class, "mappage");
}

static void
klaster_map_page_init (KlasterMapPage *self)
{
  AdwStyleManager *styles = adw_style_manager_get_default ();
  g_autoptr (GMenu) export = g_menu_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  self->actions = g_simple_action_group_new ();
  klaster_map_page_add_actions (self);
  self->layers = klaster_map_layers_new (self->view, G_ACTION_MAP (self->actions));
  klaster_coding_menu_add_actions (G_ACTION_MAP (self->actions), self->view);
  klaster_coding_menu_insert (G_MENU (klaster_map_layers_get_menu (self->layers)), 2, "map");
  g_menu_append (export, _("_Export Picture…"), "win.export-picture");
  g_menu_append_section (G_MENU (klaster_map_layers_get_menu (self->layers)), NULL, G_MENU_MODEL (export));
  gtk_menu_button_set_menu_model (self->layers_button, klaster_map_layers_get_menu (self->layers));
  gtk_widget_add_css_class (GTK_WIDGET (self->hover_card), "map-card");

  g_signal_connect (self->overlay, "get-child-position", G_CALLBACK (get_child_position_cb), self);
  klaster_map_hover_card_follow (self->hover_card, self->view);
  g_signal_connect (self->view, "view-changed", G_CALLBACK (view_changed_cb), self);
  g_signal_connect (self->view, "tool-changed", G_CALLBACK (tool_changed_cb), self);
  g_signal_connect (self->view, "scene-changed", G_CALLBACK (scene_changed_cb), self);
  g_signal_connect (self->view, "edit-failed", G_CALLBACK (edit_failed_cb), self);
  g_signal_connect (self->view, "activate-member", G_CALLBACK (activate_member_cb), self);
  g_signal_connect (self->view, "connect-requested", G_CALLBACK (connect_requested_cb), self);
  g_signal_connect (self->view, "context-requested", G_CALLBACK (context_requested_cb), self);
  g_signal_connect (self->layers, "changed", G_CALLBACK (layers_changed_cb), self);
  g_signal_connect_swapped (self->legend, "notify::expanded", G_CALLBACK (queue_save), self);
  g_signal_connect_swapped (self->actions, "action-state-changed::color-by", G_CALLBACK (queue_save), self);
  g_signal_connect_swapped (self->actions, "action-state-changed::size-by", G_CALLBACK (queue_save), self);
  g_signal_connect_object (styles, "notify::dark", G_CALLBACK (update_style_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (styles, "notify::high-contrast", G_CALLBACK (update_style_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (update_style_cb), NULL);
  g_signal_connect (self, "map", G_CALLBACK (update_date_cb), NULL);
  g_signal_connect_object (gtk_widget_get_settings (GTK_WIDGET (self)), "notify::gtk-xft-dpi", G_CALLBACK (update_style_cb),
                           self, G_CONNECT_SWAPPED);

  update_date_cb (self);
  update_attribution (self);
  update_message (self);
  view_changed_cb (self->view, self);
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

  return self->view;
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

  klaster_map_view_start_placing (self->view, ids, n_ids);
}
