/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-language.h"
#include "klaster-legend-sample.h"
#include "klaster-map-legend.h"

struct _KlasterMapLegend
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *button;
  GtkWidget *arrow;
  GtkWidget *revealer;
  GtkWidget *rows;
  KlasterLegendContents contents;
  gboolean chosen;           /* somebody folded or unfolded it; until then it goes by the room there is */
  gboolean automatic_change;
  int room;                  /* square pixels of the map */
};

G_DEFINE_FINAL_TYPE (KlasterMapLegend, klaster_map_legend, GTK_TYPE_WIDGET)

enum
{
  PROP_EXPANDED = 1,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

static void
add_row_cb (const KlasterLegendRow *row,
            gpointer                data)
{
  KlasterMapLegend *self = data;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *label = gtk_label_new (row->text);

  if (row->heading != NULL)
    {
      GtkWidget *heading = gtk_label_new (row->heading);

      gtk_label_set_xalign (GTK_LABEL (heading), 0);
      gtk_label_set_wrap (GTK_LABEL (heading), TRUE);
      gtk_label_set_max_width_chars (GTK_LABEL (heading), 28);
      gtk_widget_add_css_class (heading, "caption-heading");
      gtk_widget_add_css_class (heading, "legend-heading");
      gtk_box_append (GTK_BOX (self->rows), heading);
    }
  gtk_box_append (GTK_BOX (box), klaster_legend_sample_new (&self->contents, row));
  /* Names of kinds are long; what they begin with many have in common. */
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_lines (GTK_LABEL (label), 2);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 32);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (self->rows), box);
}

static void
fill (KlasterMapLegend *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->rows)))
    gtk_box_remove (GTK_BOX (self->rows), child);
  if (self->contents.coding != NULL)
    klaster_legend_foreach (&self->contents, klaster_language_get_default (), TRUE, add_row_cb, self);
  gtk_widget_set_visible (GTK_WIDGET (self), self->contents.kinds != 0);
}

/* A legend that nobody asked for takes no more than this part of the map. */
#define MAX_SHARE 0.19

static void
choose_expanded (KlasterMapLegend *self)
{
  GtkRequisition size;

  if (self->chosen || self->room <= 0 || self->contents.kinds == 0)
    return;

  gtk_widget_get_preferred_size (self->rows, NULL, &size);
  self->automatic_change = TRUE;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->button), size.width * size.height <= self->room * MAX_SHARE);
  self->automatic_change = FALSE;
}

/* Folded it is no wider than its title. */
static void
revealed_cb (GtkRevealer *revealer)
{
  gtk_widget_set_visible (GTK_WIDGET (revealer),
                          gtk_revealer_get_reveal_child (revealer) || gtk_revealer_get_child_revealed (revealer));
}

/* What is beside it has more room from now on. */
static void
folded_cb (GtkRevealer      *revealer,
           GParamSpec       *pspec,
           KlasterMapLegend *self)
{
  revealed_cb (revealer);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EXPANDED]);
}

static void
toggled_cb (GtkToggleButton  *button,
            KlasterMapLegend *self)
{
  gboolean expanded = gtk_toggle_button_get_active (button);

  if (expanded)
    gtk_widget_set_visible (self->revealer, TRUE);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), expanded);
  revealed_cb (GTK_REVEALER (self->revealer));
  gtk_image_set_from_icon_name (GTK_IMAGE (self->arrow), expanded ? "pan-down-symbolic" : "pan-up-symbolic");
  gtk_accessible_update_state (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_STATE_EXPANDED, expanded, -1);
  if (!self->automatic_change)
    self->chosen = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EXPANDED]);
}

static void
klaster_map_legend_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_EXPANDED:
      g_value_set_boolean (value, klaster_map_legend_get_expanded (KLASTER_MAP_LEGEND (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
klaster_map_legend_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_EXPANDED:
      klaster_map_legend_set_expanded (KLASTER_MAP_LEGEND (object), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
klaster_map_legend_dispose (GObject *object)
{
  KlasterMapLegend *self = KLASTER_MAP_LEGEND (object);

  if (self->revealer)
    g_signal_handlers_disconnect_by_data (self->revealer, self);
  self->revealer = NULL;
  self->rows = NULL;
  klaster_legend_contents_clear (&self->contents);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (klaster_map_legend_parent_class)->dispose (object);
}

static void
klaster_map_legend_class_init (KlasterMapLegendClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = klaster_map_legend_get_property;
  object_class->set_property = klaster_map_legend_set_property;
  object_class->dispose = klaster_map_legend_dispose;

  properties[PROP_EXPANDED] =
    g_param_spec_boolean ("expanded", NULL, NULL, TRUE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "maplegend");
}

static void
klaster_map_legend_init (KlasterMapLegend *self)
{
  GtkWidget *header = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (_("Legend"));
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (self->box, "map-card");
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));

  self->rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gtk_widget_add_css_class (self->rows, "legend-rows");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->rows);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 340);
  self->revealer = gtk_revealer_new ();
  gtk_revealer_set_transition_type (GTK_REVEALER (self->revealer), GTK_REVEALER_TRANSITION_TYPE_SLIDE_UP);
  gtk_revealer_set_child (GTK_REVEALER (self->revealer), scroller);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), TRUE);
  g_signal_connect (self->revealer, "notify::child-revealed", G_CALLBACK (folded_cb), self);

  self->arrow = gtk_image_new_from_icon_name ("pan-down-symbolic");
  gtk_widget_set_hexpand (label, TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_box_append (GTK_BOX (header), label);
  gtk_box_append (GTK_BOX (header), self->arrow);
  self->button = gtk_toggle_button_new ();
  gtk_button_set_child (GTK_BUTTON (self->button), header);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->button), TRUE);
  gtk_widget_add_css_class (self->button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Legend"), -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_STATE_EXPANDED, TRUE, -1);
  g_signal_connect (self->button, "toggled", G_CALLBACK (toggled_cb), self);

  gtk_box_append (GTK_BOX (self->box), self->button);
  gtk_box_append (GTK_BOX (self->box), self->revealer);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/* Whether somebody has just chosen that colour or size tell something else than before */
static gboolean
is_recoded (const KlasterLegendContents *before,
            const KlasterLegendContents *after)
{
  KlasterAttribute color_by, size_by;

  if (before->coding == NULL || after->coding == NULL)
    return FALSE;
  color_by = klaster_coding_get_color_by (after->coding);
  size_by = klaster_coding_get_size_by (after->coding);

  return (color_by != KLASTER_ATTRIBUTE_NONE && color_by != klaster_coding_get_color_by (before->coding))
         || (size_by != KLASTER_ATTRIBUTE_NONE && size_by != klaster_coding_get_size_by (before->coding));
}

/**
 * klaster_map_legend_set_scene:
 * @self: a legend
 * @scene: (nullable): what the map shows
 *
 * Explains what there is in @scene.
 */
void
klaster_map_legend_set_scene (KlasterMapLegend *self,
                              KlasterMapScene  *scene)
{
  g_auto (KlasterLegendContents) contents = { 0 };
  gboolean recoded;

  g_return_if_fail (KLASTER_IS_MAP_LEGEND (self));

  if (scene != NULL)
    klaster_legend_collect (scene, &contents);
  if (klaster_legend_contents_equal (&contents, &self->contents))
    return;
  recoded = is_recoded (&self->contents, &contents);
  klaster_legend_contents_clear (&self->contents);
  self->contents = contents;
  contents = (KlasterLegendContents) { 0 };
  fill (self);
  /* What has just been chosen needs an explanation. */
  if (recoded)
    klaster_map_legend_set_expanded (self, TRUE);
  else
    choose_expanded (self);
}

/**
 * klaster_map_legend_get_expanded:
 * @self: a legend
 *
 * Returns: whether its rows are shown
 */
gboolean
klaster_map_legend_get_expanded (KlasterMapLegend *self)
{
  g_return_val_if_fail (KLASTER_IS_MAP_LEGEND (self), FALSE);

  return gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->button));
}

/**
 * klaster_map_legend_set_expanded:
 * @self: a legend
 * @expanded: whether to show its rows
 */
void
klaster_map_legend_set_expanded (KlasterMapLegend *self,
                                 gboolean          expanded)
{
  g_return_if_fail (KLASTER_IS_MAP_LEGEND (self));

  self->chosen = TRUE;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->button), expanded);
}

/**
 * klaster_map_legend_is_chosen:
 * @self: a legend
 *
 * Returns: whether somebody folded or unfolded it, so that this is worth remembering
 */
gboolean
klaster_map_legend_is_chosen (KlasterMapLegend *self)
{
  g_return_val_if_fail (KLASTER_IS_MAP_LEGEND (self), FALSE);

  return self->chosen;
}

/**
 * klaster_map_legend_set_room:
 * @self: a legend
 * @width: of the map, logical pixels
 * @height: of the map, logical pixels
 *
 * Until somebody folds or unfolds it, the legend is open only where it leaves enough of the map.
 */
void
klaster_map_legend_set_room (KlasterMapLegend *self,
                             int               width,
                             int               height)
{
  g_return_if_fail (KLASTER_IS_MAP_LEGEND (self));

  if (self->room == width * height)
    return;

  self->room = width * height;
  choose_expanded (self);
}
