/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"

#include "config.h"

#include "klaster-map-cursor.h"

struct _KlasterMapCursor
{
  GtkWidget parent_instance;

  char *label;
  char *description;
};

G_DEFINE_FINAL_TYPE (KlasterMapCursor, klaster_map_cursor, GTK_TYPE_WIDGET)

enum
{
  ACTIVATE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
klaster_map_cursor_finalize (GObject *object)
{
  KlasterMapCursor *self = KLASTER_MAP_CURSOR (object);

  g_free (self->label);
  g_free (self->description);

  G_OBJECT_CLASS (klaster_map_cursor_parent_class)->finalize (object);
}

static void
klaster_map_cursor_class_init (KlasterMapCursorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = klaster_map_cursor_finalize;

  signals[ACTIVATE] =
    g_signal_new ("activate", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_FIRST | G_SIGNAL_ACTION, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
  gtk_widget_class_set_activate_signal (widget_class, signals[ACTIVATE]);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_BUTTON);
  gtk_widget_class_set_css_name (widget_class, "mapcursor");
}

static void
klaster_map_cursor_init (KlasterMapCursor *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

/**
 * klaster_map_cursor_new:
 *
 * Returns: (transfer floating): a cursor without text
 */
GtkWidget *
klaster_map_cursor_new (void)
{
  return g_object_new (KLASTER_TYPE_MAP_CURSOR, NULL);
}

/**
 * klaster_map_cursor_set_text:
 * @self: a cursor
 * @label: what it is on
 * @description: what there is to know of it
 */
void
klaster_map_cursor_set_text (KlasterMapCursor *self,
                             const char       *label,
                             const char       *description)
{
  g_return_if_fail (KLASTER_IS_MAP_CURSOR (self));

  if (g_strcmp0 (label, self->label) == 0 && g_strcmp0 (description, self->description) == 0)
    return;

  g_free (self->label);
  g_free (self->description);
  self->label = g_strdup (label);
  self->description = g_strdup (description);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label ? label : "",
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description ? description : "",
                                  -1);
}

/**
 * klaster_map_cursor_get_label:
 * @self: a cursor
 *
 * Returns: (nullable): what it is on
 */
const char *
klaster_map_cursor_get_label (KlasterMapCursor *self)
{
  g_return_val_if_fail (KLASTER_IS_MAP_CURSOR (self), NULL);

  return self->label;
}

/**
 * klaster_map_cursor_get_description:
 * @self: a cursor
 *
 * Returns: (nullable): what there is to know of it
 */
const char *
klaster_map_cursor_get_description (KlasterMapCursor *self)
{
  g_return_val_if_fail (KLASTER_IS_MAP_CURSOR (self), NULL);

  return self->description;
}
