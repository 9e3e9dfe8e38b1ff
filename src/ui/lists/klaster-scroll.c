/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include "klaster-scroll.h"

static void
value_changed_cb (GtkAdjustment *adjustment,
                  KlasterScroll *self)
{
  if (!self->configuring)
    ((void (*) (GtkWidget *)) self->changed) (self->widget);
}

static void
set_adjustment (KlasterScroll  *self,
                GtkOrientation  orientation,
                GtkAdjustment  *adjustment)
{
  GtkAdjustment **place = &self->adjustments[orientation];

  if (adjustment != NULL && adjustment == *place)
    return;

  if (*place != NULL)
    g_signal_handlers_disconnect_by_data (*place, self);
  g_clear_object (place);
  *place = g_object_ref_sink (adjustment != NULL ? adjustment : gtk_adjustment_new (0, 0, 0, 0, 0, 0));
  g_signal_connect (*place, "value-changed", G_CALLBACK (value_changed_cb), self);
  gtk_widget_queue_allocate (self->widget);
}

/**
 * klaster_scroll_install:
 * @object_class: of a GtkScrollable
 *
 * Installs the properties of that interface.
 */
void
klaster_scroll_install (GObjectClass *object_class)
{
  g_object_class_override_property (object_class, KLASTER_SCROLL_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, KLASTER_SCROLL_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, KLASTER_SCROLL_HPOLICY, "hscroll-policy");
  g_object_class_override_property (object_class, KLASTER_SCROLL_VPOLICY, "vscroll-policy");
}

/**
 * klaster_scroll_init:
 * @self: in @widget
 * @widget: what scrolls
 * @changed: called with @widget after somebody scrolled
 */
void
klaster_scroll_init (KlasterScroll *self,
                     GtkWidget     *widget,
                     GCallback      changed)
{
  self->widget = widget;
  self->changed = changed;
  set_adjustment (self, GTK_ORIENTATION_HORIZONTAL, NULL);
  set_adjustment (self, GTK_ORIENTATION_VERTICAL, NULL);
}

/**
 * klaster_scroll_clear:
 * @self: in a widget that is finalized
 */
void
klaster_scroll_clear (KlasterScroll *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->adjustments); i++)
    {
      g_signal_handlers_disconnect_by_data (self->adjustments[i], self);
      g_clear_object (&self->adjustments[i]);
    }
}

void
klaster_scroll_get (KlasterScroll *self,
                    guint          property_id,
                    GValue        *value,
                    GParamSpec    *pspec)
{
  switch (property_id)
    {
    case KLASTER_SCROLL_HADJUSTMENT:
      g_value_set_object (value, self->adjustments[GTK_ORIENTATION_HORIZONTAL]);
      break;
    case KLASTER_SCROLL_VADJUSTMENT:
      g_value_set_object (value, self->adjustments[GTK_ORIENTATION_VERTICAL]);
      break;
    case KLASTER_SCROLL_HPOLICY:
      g_value_set_enum (value, self->policies[GTK_ORIENTATION_HORIZONTAL]);
      break;
    case KLASTER_SCROLL_VPOLICY:
      g_value_set_enum (value, self->policies[GTK_ORIENTATION_VERTICAL]);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (self->widget, property_id, pspec);
    }
}

void
klaster_scroll_set (KlasterScroll *self,
                    guint          property_id,
                    const GValue  *value,
                    GParamSpec    *pspec)
{
  switch (property_id)
    {
    case KLASTER_SCROLL_HADJUSTMENT:
      set_adjustment (self, GTK_ORIENTATION_HORIZONTAL, g_value_get_object (value));
      break;
    case KLASTER_SCROLL_VADJUSTMENT:
      set_adjustment (self, GTK_ORIENTATION_VERTICAL, g_value_get_object (value));
      break;
    case KLASTER_SCROLL_HPOLICY:
    case KLASTER_SCROLL_VPOLICY:
      self->policies[property_id - KLASTER_SCROLL_HPOLICY] = g_value_get_enum (value);
      gtk_widget_queue_resize (self->widget);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (self->widget, property_id, pspec);
    }
}

double
klaster_scroll_get_value (KlasterScroll  *self,
                          GtkOrientation  orientation)
{
  return gtk_adjustment_get_value (self->adjustments[orientation]);
}

/**
 * klaster_scroll_configure:
 * @orientation: the direction
 * @value: how far it is scrolled, as far as there is that much
 * @upper: how much there is
 * @step: what the smallest step scrolls by
 * @page: how much is seen
 *
 * Says what there is to scroll; nobody scrolled.
 */
void
klaster_scroll_configure (KlasterScroll  *self,
                          GtkOrientation  orientation,
                          double          value,
                          double          upper,
                          double          step,
                          double          page)
{
  upper = MAX (upper, page);
  self->configuring = TRUE;
  gtk_adjustment_configure (self->adjustments[orientation], CLAMP (value, 0, upper - page), 0, upper, MAX (step, 1),
                            MAX (page * 0.9, 1), page);
  self->configuring = FALSE;
}
