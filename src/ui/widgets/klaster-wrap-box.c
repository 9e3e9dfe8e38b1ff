/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include "klaster-focus.h"
#include "klaster-wrap-box.h"

struct _KlasterWrapBox
{
  GtkWidget parent_instance;

  int spacing;
  gboolean one_stop;
  gpointer last; /* the child that had the focus last; only compared, it may be gone */
};

enum
{
  PROP_SPACING = 1,
  PROP_ONE_STOP,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (KlasterWrapBox, klaster_wrap_box, GTK_TYPE_WIDGET)

static int
measure_child (GtkWidget *child,
               int        width,
               int       *height)
{
  int minimum, natural, child_width;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  child_width = MAX (minimum, MIN (natural, width));
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, child_width, NULL, height, NULL, NULL);

  return child_width;
}

/* Places the children from @child up to, not including, @end in one line: a check stands level with the button beside it. */
static void
place_line (KlasterWrapBox *self,
            GtkWidget      *child,
            GtkWidget      *end,
            int             width,
            int             y,
            int             line_height)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int x = 0;

  for (; child != end; child = gtk_widget_get_next_sibling (child))
    {
      int child_width, child_height;

      if (!gtk_widget_should_layout (child))
        continue;
      child_width = measure_child (child, width, &child_height);
      gtk_widget_size_allocate (child, &(GtkAllocation) { rtl ? width - x - child_width : x, y + (line_height - child_height) / 2,
                                                          child_width, child_height }, -1);
      x += child_width + self->spacing;
    }
}

/* Lays the children out in @width; places them when @allocate. Returns the height. */
static int
lay_out (KlasterWrapBox *self,
         int             width,
         gboolean        allocate)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkWidget *first = gtk_widget_get_first_child (widget);
  int x = 0;
  int y = 0;
  int line_height = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    {
      int child_width, child_height;

      if (!gtk_widget_should_layout (child))
        continue;
      child_width = measure_child (child, width, &child_height);
      if (x > 0 && x + child_width > width)
        {
          if (allocate)
            place_line (self, first, child, width, y, line_height);
          first = child;
          y += line_height + self->spacing;
          x = 0;
          line_height = 0;
        }
      x += child_width + self->spacing;
      line_height = MAX (line_height, child_height);
    }
  if (allocate)
    place_line (self, first, NULL, width, y, line_height);

  return y + line_height;
}

static GtkSizeRequestMode
klaster_wrap_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
klaster_wrap_box_measure (GtkWidget      *widget,
                          GtkOrientation  orientation,
                          int             for_size,
                          int            *minimum,
                          int            *natural,
                          int            *minimum_baseline,
                          int            *natural_baseline)
{
  KlasterWrapBox *self = KLASTER_WRAP_BOX (widget);
  int widest = 0;
  int sum = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum, child_natural;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum, &child_natural, NULL, NULL);
      widest = MAX (widest, child_minimum);
      sum += child_natural + (sum > 0 ? self->spacing : 0);
    }

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = widest;
      *natural = MAX (sum, widest);
    }
  else
    {
      *minimum = *natural = lay_out (self, for_size < 0 ? MAX (sum, widest) : for_size, FALSE);
    }
}

static void
klaster_wrap_box_size_allocate (GtkWidget *widget,
                                int        width,
                                int        height,
                                int        baseline)
{
  lay_out (KLASTER_WRAP_BOX (widget), width, TRUE);
}

static GtkWidget *
get_beside (GtkWidget *child,
            gboolean   forward)
{
  return forward ? gtk_widget_get_next_sibling (child) : gtk_widget_get_prev_sibling (child);
}

/* Seventeen areas are seventeen stops on the way to what follows them: as one stop Tab leads in, to where one was, and out
 * again. Left and Right go on through the lines, Up and Down from line to line. */
static gboolean
klaster_wrap_box_focus (GtkWidget        *widget,
                        GtkDirectionType  direction)
{
  GtkWidget *child = gtk_widget_get_focus_child (widget);
  gboolean inside = klaster_has_focus_within (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  if (!KLASTER_WRAP_BOX (widget)->one_stop)
    return GTK_WIDGET_CLASS (klaster_wrap_box_parent_class)->focus (widget, direction);

  if (direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD)
    {
      if (inside)
        return FALSE;
      for (child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
        if (child == KLASTER_WRAP_BOX (widget)->last && gtk_widget_grab_focus (child))
          return TRUE;
      for (child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
        if (gtk_widget_grab_focus (child))
          return TRUE;
      return FALSE;
    }
  if (inside && child != NULL && (direction == GTK_DIR_LEFT || direction == GTK_DIR_RIGHT))
    {
      gboolean forward = (direction == GTK_DIR_RIGHT) != rtl;

      for (child = get_beside (child, forward); child != NULL; child = get_beside (child, forward))
        if (gtk_widget_grab_focus (child))
          break;
      /* Not out of it at either end: that is what Tab is for. */
      return TRUE;
    }

  return GTK_WIDGET_CLASS (klaster_wrap_box_parent_class)->focus (widget, direction);
}

static void
klaster_wrap_box_set_focus_child (GtkWidget *widget,
                                  GtkWidget *child)
{
  GTK_WIDGET_CLASS (klaster_wrap_box_parent_class)->set_focus_child (widget, child);

  if (child != NULL)
    KLASTER_WRAP_BOX (widget)->last = child;
}

static void
klaster_wrap_box_dispose (GObject *object)
{
  klaster_wrap_box_clear (KLASTER_WRAP_BOX (object));

  G_OBJECT_CLASS (klaster_wrap_box_parent_class)->dispose (object);
}

static void
klaster_wrap_box_set_property (GObject      *object,
                               guint         property_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  KlasterWrapBox *self = KLASTER_WRAP_BOX (object);

  switch (property_id)
    {
    case PROP_SPACING:
      self->spacing = g_value_get_int (value);
      gtk_widget_queue_resize (GTK_WIDGET (self));
      break;
    case PROP_ONE_STOP:
      self->one_stop = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_wrap_box_class_init (KlasterWrapBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = klaster_wrap_box_dispose;
  object_class->set_property = klaster_wrap_box_set_property;
  widget_class->get_request_mode = klaster_wrap_box_get_request_mode;
  widget_class->measure = klaster_wrap_box_measure;
  widget_class->size_allocate = klaster_wrap_box_size_allocate;
  widget_class->focus = klaster_wrap_box_focus;
  widget_class->set_focus_child = klaster_wrap_box_set_focus_child;

  properties[PROP_SPACING] = g_param_spec_int ("spacing", NULL, NULL, 0, G_MAXINT16, 0,
                                               G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ONE_STOP] = g_param_spec_boolean ("one-stop", NULL, NULL, FALSE,
                                                    G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
klaster_wrap_box_init (KlasterWrapBox *self)
{
}

/**
 * klaster_wrap_box_new:
 * @spacing: pixels between children and between lines
 *
 * Returns: (transfer floating): an empty box
 */
GtkWidget *
klaster_wrap_box_new (int spacing)
{
  return g_object_new (KLASTER_TYPE_WRAP_BOX, "spacing", spacing, NULL);
}

/**
 * klaster_wrap_box_append:
 * @child: a widget
 */
void
klaster_wrap_box_append (KlasterWrapBox *self,
                         GtkWidget      *child)
{
  g_return_if_fail (KLASTER_IS_WRAP_BOX (self));

  gtk_widget_set_parent (child, GTK_WIDGET (self));
}

/**
 * klaster_wrap_box_clear:
 *
 * Takes all children out.
 */
void
klaster_wrap_box_clear (KlasterWrapBox *self)
{
  GtkWidget *child;

  g_return_if_fail (KLASTER_IS_WRAP_BOX (self));

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))))
    gtk_widget_unparent (child);
}

gboolean
klaster_wrap_box_is_one_stop (KlasterWrapBox *self)
{
  g_return_val_if_fail (KLASTER_IS_WRAP_BOX (self), FALSE);

  return self->one_stop;
}
