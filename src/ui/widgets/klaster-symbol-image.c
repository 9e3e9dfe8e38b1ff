/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <adwaita.h>
#include <math.h>

#include "klaster-symbol-image.h"

/* At 100 % text; the same as in legends. */
#define SYMBOL_SIZE 16.0
#define IMAGE_SIZE 26.0

/**
 * KlasterSymbolImage:
 *
 * The symbol of an institution as it is on the map, for rows of lists. It follows the theme and the size of text, and says
 * nothing to screen readers: the row beside it does.
 */
struct _KlasterSymbolImage
{
  GtkWidget parent_instance;

  KlasterKind kind;
  KlasterRole role;
  KlasterSymbolFlags flags;
};

G_DEFINE_FINAL_TYPE (KlasterSymbolImage, klaster_symbol_image, GTK_TYPE_WIDGET)

static double
get_text_scale (GtkWidget *widget)
{
  int dpi = -1;

  g_object_get (gtk_widget_get_settings (widget), "gtk-xft-dpi", &dpi, NULL);

  return dpi > 0 ? dpi / 1024.0 / 96.0 : 1.0;
}

static void
klaster_symbol_image_measure (GtkWidget      *widget,
                              GtkOrientation  orientation,
                              int             for_size,
                              int            *minimum,
                              int            *natural,
                              int            *minimum_baseline,
                              int            *natural_baseline)
{
  *minimum = *natural = (int) ceil (IMAGE_SIZE * get_text_scale (widget));
}

static void
klaster_symbol_image_snapshot (GtkWidget   *widget,
                               GtkSnapshot *snapshot)
{
  KlasterSymbolImage *self = KLASTER_SYMBOL_IMAGE (widget);
  KlasterStyle style = klaster_widget_get_style (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  cairo_t *cr;

  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  klaster_symbol_draw (cr, self->kind, self->role, width / 2.0, height / 2.0, SYMBOL_SIZE * style.text_scale, self->flags,
                       &style);
  cairo_destroy (cr);
}

static void
klaster_symbol_image_class_init (KlasterSymbolImageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = klaster_symbol_image_measure;
  widget_class->snapshot = klaster_symbol_image_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
klaster_symbol_image_init (KlasterSymbolImage *self)
{
  AdwStyleManager *styles = adw_style_manager_get_default ();

  self->kind = KLASTER_KIND_SCHOOL;
  self->role = KLASTER_ROLE_MEMBER;
  g_signal_connect_object (styles, "notify::dark", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (styles, "notify::high-contrast", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

/**
 * klaster_symbol_image_set:
 * @self: a symbol
 * @kind: of the institution
 * @role: of the institution
 * @flags: marks
 *
 * Shows another symbol.
 */
void
klaster_symbol_image_set (KlasterSymbolImage *self,
                          KlasterKind         kind,
                          KlasterRole         role,
                          KlasterSymbolFlags  flags)
{
  g_return_if_fail (KLASTER_IS_SYMBOL_IMAGE (self));
  g_return_if_fail (kind < KLASTER_N_KINDS);
  g_return_if_fail (role < KLASTER_N_ROLES);

  if (self->kind == kind && self->role == role && self->flags == flags)
    return;

  self->kind = kind;
  self->role = role;
  self->flags = flags;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * klaster_widget_get_style:
 * @widget: a widget
 *
 * Returns: how the shared drawing code should draw in @widget: theme, contrast, language, size of text
 */
KlasterStyle
klaster_widget_get_style (GtkWidget *widget)
{
  AdwStyleManager *styles = adw_style_manager_get_default ();
  KlasterStyle style = KLASTER_STYLE_DEFAULT;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), style);

  style.theme = adw_style_manager_get_dark (styles) ? KLASTER_THEME_DARK : KLASTER_THEME_LIGHT;
  style.high_contrast = adw_style_manager_get_high_contrast (styles);
  style.language = klaster_language_get_default ();
  style.text_scale = get_text_scale (widget);

  return style;
}
