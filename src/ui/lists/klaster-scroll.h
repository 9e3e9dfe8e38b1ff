/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The properties of a GtkScrollable, to be installed first */
enum
{
  KLASTER_SCROLL_HADJUSTMENT = 1,
  KLASTER_SCROLL_VADJUSTMENT,
  KLASTER_SCROLL_HPOLICY,
  KLASTER_SCROLL_VPOLICY,
  KLASTER_SCROLL_N_PROPERTIES
};

/**
 * KlasterScroll:
 *
 * What a widget that scrolls by itself keeps: both adjustments and policies. For the instance struct of a GtkScrollable.
 */
typedef struct
{
  GtkWidget *widget;
  GtkAdjustment *adjustments[2];
  GtkScrollablePolicy policies[2];
  GCallback changed; /* (GtkWidget *): somebody scrolled */
  gboolean configuring;
} KlasterScroll;

void     klaster_scroll_install   (GObjectClass   *object_class);
void     klaster_scroll_init      (KlasterScroll  *self,
                                   GtkWidget      *widget,
                                   GCallback       changed);
void     klaster_scroll_clear     (KlasterScroll  *self);
void     klaster_scroll_get       (KlasterScroll  *self,
                                   guint           property_id,
                                   GValue         *value,
                                   GParamSpec     *pspec);
void     klaster_scroll_set       (KlasterScroll  *self,
                                   guint           property_id,
                                   const GValue   *value,
                                   GParamSpec     *pspec);
double   klaster_scroll_get_value (KlasterScroll  *self,
                                   GtkOrientation  orientation);
void     klaster_scroll_configure (KlasterScroll  *self,
                                   GtkOrientation  orientation,
                                   double          value,
                                   double          upper,
                                   double          step,
                                   double          page);

G_END_DECLS
