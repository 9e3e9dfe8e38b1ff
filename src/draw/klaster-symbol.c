/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>

#include "klaster-symbol.h"

/* Shapes are made for a circle of radius 1 and scaled to look equally large. */

static void
add_regular (cairo_t *cr,
             int      n,
             double   radius,
             double   inner,
             double   turn,
             double   dy)
{
  int steps = inner > 0 ? 2 * n : n;

  for (int i = 0; i < steps; i++)
    {
      double r = inner > 0 && i % 2 == 1 ? inner : radius;
      double angle = turn - G_PI / 2 + 2 * G_PI * i / steps;

      cairo_line_to (cr, r * cos (angle), r * sin (angle) + dy);
    }
  cairo_close_path (cr);
}

static void
add_shape (cairo_t     *cr,
           KlasterKind  kind)
{
  cairo_new_sub_path (cr);
  switch (kind)
    {
    case KLASTER_KIND_PRESCHOOL:
      add_regular (cr, 3, 1.18, 0, 0, 0.20);
      break;
    case KLASTER_KIND_ADDITIONAL:
      {
        /* A long hexagon: a regular one is a disc at sixteen pixels. */
        static const double corners[][2] = {
          { -1.2, 0 }, { -0.62, -0.78 }, { 0.62, -0.78 }, { 1.2, 0 }, { 0.62, 0.78 }, { -0.62, 0.78 },
        };

        for (guint i = 0; i < G_N_ELEMENTS (corners); i++)
          cairo_line_to (cr, corners[i][0], corners[i][1]);
        cairo_close_path (cr);
        break;
      }
    case KLASTER_KIND_LYCEUM:
      cairo_rectangle (cr, -0.86, -0.86, 1.72, 1.72);
      break;
    case KLASTER_KIND_VOCATIONAL:
      {
        /* A house: of the regular shapes five corners come closest to a disc. */
        static const double corners[][2] = { { -0.84, 0.84 }, { -0.84, -0.04 }, { 0, -1.2 }, { 0.84, -0.04 },
                                             { 0.84, 0.84 } };

        for (guint i = 0; i < G_N_ELEMENTS (corners); i++)
          cairo_line_to (cr, corners[i][0], corners[i][1]);
        cairo_close_path (cr);
        break;
      }
    case KLASTER_KIND_HIGHER:
      add_regular (cr, 5, 1.25, 0.56, 0, 0.06);
      break;
    case KLASTER_KIND_FOREIGN:
      add_regular (cr, 4, 1.30, 0.50, 0, 0);
      break;
    case KLASTER_KIND_RETRAINING:
      add_regular (cr, 3, 1.18, 0, G_PI, -0.20);
      break;
    case KLASTER_KIND_RESEARCH:
      {
        static const double corners[][2] = {
          { -0.38, -1.02 }, { 0.38, -1.02 }, { 0.38, -0.38 }, { 1.02, -0.38 }, { 1.02, 0.38 }, { 0.38, 0.38 },
          { 0.38, 1.02 }, { -0.38, 1.02 }, { -0.38, 0.38 }, { -1.02, 0.38 }, { -1.02, -0.38 }, { -0.38, -0.38 },
        };

        for (guint i = 0; i < G_N_ELEMENTS (corners); i++)
          cairo_line_to (cr, corners[i][0], corners[i][1]);
        cairo_close_path (cr);
        break;
      }
    case KLASTER_KIND_AUTHORITY:
      add_regular (cr, 4, 1.18, 0, 0, 0);
      break;
    case KLASTER_KIND_ENTERPRISE:
      {
        /* A workshop with a saw-tooth roof */
        static const double corners[][2] = {
          { -1.0, 0.82 }, { -1.0, -0.95 }, { 0.0, -0.20 }, { 0.0, -0.95 }, { 1.0, -0.20 }, { 1.0, 0.82 },
        };

        for (guint i = 0; i < G_N_ELEMENTS (corners); i++)
          cairo_line_to (cr, corners[i][0], corners[i][1]);
        cairo_close_path (cr);
        break;
      }
    case KLASTER_KIND_ASSOCIATION:
      /* The outline of three overlapping discs */
      for (int i = 0; i < 3; i++)
        {
          double angle = -G_PI / 2 + 2 * G_PI * i / 3;

          cairo_arc (cr, 0.54 * cos (angle), 0.54 * sin (angle) + 0.06, 0.56, angle - 1.86, angle + 1.86);
        }
      cairo_close_path (cr);
      break;
    case KLASTER_KIND_SCHOOL:
    case KLASTER_N_KINDS:
    default:
      cairo_arc (cr, 0, 0, 0.96, 0, 2 * G_PI);
      cairo_close_path (cr);
      break;
    }
}

static void
path_shape (cairo_t     *cr,
            KlasterKind  kind,
            double       x,
            double       y,
            double       radius)
{
  cairo_new_path (cr);
  cairo_save (cr);
  cairo_translate (cr, x, y);
  cairo_scale (cr, radius, radius);
  add_shape (cr, kind);
  cairo_restore (cr);
}

static void
draw_ring (cairo_t            *cr,
           double              x,
           double              y,
           double              radius,
           double              width,
           const KlasterColor *color,
           const KlasterColor *under,
           gboolean            dashed)
{
  cairo_new_path (cr);
  cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
  cairo_set_line_width (cr, width + 2);
  klaster_color_set (under, cr);
  cairo_stroke_preserve (cr);
  if (dashed)
    cairo_set_dash (cr, (double[]) { 3, 2 }, 2, 0);
  cairo_set_line_width (cr, width);
  klaster_color_set (color, cr);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

/* A small flask: here a School-Laboratory is open. */
static void
draw_flask (cairo_t              *cr,
            double                x,
            double                y,
            double                r,
            const KlasterPalette *palette)
{
  cairo_new_path (cr);
  cairo_arc (cr, x, y, r, 0, 2 * G_PI);
  klaster_color_set (&palette->symbol_outline, cr);
  cairo_fill_preserve (cr);
  cairo_set_line_width (cr, 0.8);
  klaster_color_set (&palette->text, cr);
  cairo_stroke (cr);
  cairo_move_to (cr, x - r * 0.16, y - r * 0.6);
  cairo_line_to (cr, x + r * 0.16, y - r * 0.6);
  cairo_line_to (cr, x + r * 0.16, y - r * 0.1);
  cairo_line_to (cr, x + r * 0.55, y + r * 0.5);
  cairo_line_to (cr, x - r * 0.55, y + r * 0.5);
  cairo_line_to (cr, x - r * 0.16, y - r * 0.1);
  cairo_close_path (cr);
  cairo_fill (cr);
}

/* A map draws the same few symbols thousands of times. On pictures they are drawn once for each thread and then copied,
 * where they lie on whole device pixels, so that the copy is exact. */
typedef struct
{
  guint8 what;      /* kind; badges: KLASTER_N_KINDS and the level */
  guint8 role, theme, high_contrast;
  guint32 color;    /* 0xrrggbb */
  guint32 flags;
  float size, scale;
} Key;

#define MAX_COPIES 400

static guint
hash_key (gconstpointer data)
{
  const Key *key = data;

  return (key->what * 31u + key->role) * 31u + key->flags * 977u + key->theme * 7919u + key->high_contrast * 104729u
         + key->color * 2654435761u + (guint) (key->size * 64) * 613u + (guint) (key->scale * 16) * 5281u;
}

static gboolean
equal_keys (gconstpointer a,
            gconstpointer b)
{
  const Key *first = a, *second = b;

  return first->what == second->what && first->role == second->role && first->theme == second->theme
         && first->high_contrast == second->high_contrast && first->flags == second->flags
         && first->color == second->color
         && first->size == second->size
         && first->scale == second->scale;
}

static GPrivate copies_key = G_PRIVATE_INIT ((GDestroyNotify) g_hash_table_unref);

/* Whether a copy drawn at (@x, @y) is exact; *@scale: device pixels for each logical one */
static gboolean
can_copy (cairo_t *cr,
          double   x,
          double   y,
          double  *scale)
{
  cairo_surface_t *target = cairo_get_group_target (cr);
  double scale_x, scale_y;
  cairo_matrix_t matrix;

  if (cairo_surface_get_type (target) != CAIRO_SURFACE_TYPE_IMAGE || cairo_get_operator (cr) != CAIRO_OPERATOR_OVER)
    return FALSE;
  cairo_get_matrix (cr, &matrix);
  cairo_surface_get_device_scale (target, &scale_x, &scale_y);
  *scale = scale_x * matrix.xx;
  if (matrix.xy != 0 || matrix.yx != 0 || matrix.xx != matrix.yy || matrix.xx <= 0 || scale_x != scale_y || *scale > 8)
    return FALSE;
  cairo_user_to_device (cr, &x, &y);
  x *= scale_x;
  y *= scale_y;
  return fabs (x - round (x)) < 1e-4 && fabs (y - round (y)) < 1e-4;
}

/* The picture for @key if there is one; else *@copy is a context to draw it with, its middle at the origin */
static cairo_surface_t *
get_copy (const Key  *key,
          double      extent,
          cairo_t   **copy)
{
  GHashTable *copies = g_private_get (&copies_key);
  cairo_surface_t *surface;
  int size = 2 * (int) ceil (extent * key->scale);

  if (copies == NULL)
    {
      copies = g_hash_table_new_full (hash_key, equal_keys, g_free, (GDestroyNotify) cairo_surface_destroy);
      g_private_set (&copies_key, copies);
    }
  surface = g_hash_table_lookup (copies, key);
  *copy = NULL;
  if (surface != NULL)
    return surface;
  if (g_hash_table_size (copies) >= MAX_COPIES)
    g_hash_table_remove_all (copies);
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, size, size);
  cairo_surface_set_device_scale (surface, key->scale, key->scale);
  g_hash_table_insert (copies, g_memdup2 (key, sizeof *key), surface);
  *copy = cairo_create (surface);
  cairo_translate (*copy, size / 2.0 / key->scale, size / 2.0 / key->scale);
  return surface;
}

static void
paint_copy (cairo_t         *cr,
            cairo_surface_t *surface,
            double           x,
            double           y,
            double           scale)
{
  double half = cairo_image_surface_get_width (surface) / 2.0 / scale;

  cairo_save (cr);
  cairo_set_source_surface (cr, surface, x - half, y - half);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_rectangle (cr, x - half, y - half, 2 * half, 2 * half);
  cairo_fill (cr);
  cairo_restore (cr);
}

static void
draw_symbol (cairo_t            *cr,
             KlasterKind         kind,
             KlasterRole         role,
             const KlasterColor *color,
             double              x,
             double              y,
             double              size,
             KlasterSymbolFlags  flags,
             const KlasterStyle *style);

/**
 * klaster_symbol_draw:
 * @cr: in logical pixels
 * @kind: gives shape and colour
 * @role: gives the variant
 * @x: centre
 * @y: centre
 * @size: diameter of the shape
 * @flags: selected, hovered, …
 * @style: palette
 *
 * Draws the symbol of an institution. Any thread.
 */
void
klaster_symbol_draw (cairo_t            *cr,
                     KlasterKind         kind,
                     KlasterRole         role,
                     double              x,
                     double              y,
                     double              size,
                     KlasterSymbolFlags  flags,
                     const KlasterStyle *style)
{
  klaster_symbol_draw_colored (cr, kind, role, &klaster_palette_get (style)->kinds[kind], x, y, size, flags, style);
}

static guint32
pack_color (const KlasterColor *color)
{
  return (guint32) (color->red * 255 + 0.5) << 16 | (guint32) (color->green * 255 + 0.5) << 8
         | (guint32) (color->blue * 255 + 0.5);
}

/**
 * klaster_symbol_draw_colored:
 * @cr: in logical pixels
 * @kind: gives the shape
 * @role: gives the variant
 * @color: opaque
 * @x: centre
 * @y: centre
 * @size: diameter of the shape
 * @flags: selected, hovered, …
 * @style: palette of all but the shape
 *
 * Draws the symbol of an institution whose colour tells something else than its kind. Any thread.
 */
void
klaster_symbol_draw_colored (cairo_t            *cr,
                             KlasterKind         kind,
                             KlasterRole         role,
                             const KlasterColor *color,
                             double              x,
                             double              y,
                             double              size,
                             KlasterSymbolFlags  flags,
                             const KlasterStyle *style)
{
  Key key = {
    .what = kind,
    .role = role,
    .theme = style->theme,
    .high_contrast = style->high_contrast != FALSE,
    .color = pack_color (color),
    .flags = flags,
    .size = (float) size,
  };
  cairo_surface_t *surface;
  cairo_t *copy;
  double scale;

  if (!can_copy (cr, x, y, &scale))
    {
      draw_symbol (cr, kind, role, color, x, y, size, flags, style);
      return;
    }
  key.scale = (float) scale;
  cairo_new_path (cr);
  surface = get_copy (&key, klaster_symbol_get_extent (role, size, flags) + 3, &copy);
  if (copy != NULL)
    {
      draw_symbol (copy, kind, role, color, 0, 0, size, flags, style);
      cairo_destroy (copy);
    }
  paint_copy (cr, surface, x, y, scale);
}

/* Of what nobody knows there is nothing to fill the shape with. */
static void
draw_empty (cairo_t              *cr,
            const KlasterColor   *color,
            double                outline,
            double                strength,
            const KlasterPalette *palette)
{
  cairo_set_line_width (cr, outline + 3.0);
  klaster_color_set_alpha (&palette->symbol_outline, strength, cr);
  cairo_stroke_preserve (cr);
  klaster_color_set_alpha (&palette->symbol_hollow, strength, cr);
  cairo_fill_preserve (cr);
  cairo_set_line_width (cr, 1.6);
  klaster_color_set_alpha (color, strength, cr);
  cairo_stroke (cr);
}

static void
draw_hole (cairo_t              *cr,
           const KlasterColor   *color,
           double                x,
           double                y,
           double                radius,
           const KlasterPalette *palette)
{
  cairo_new_path (cr);
  cairo_arc (cr, x, y, radius * 0.42, 0, 2 * G_PI);
  klaster_color_set (&palette->symbol_hollow, cr);
  cairo_fill_preserve (cr);
  /* Its edge shows in symbols that are empty themselves, too. */
  cairo_set_line_width (cr, 1.0);
  klaster_color_set (color, cr);
  cairo_stroke (cr);
}

static void
draw_symbol (cairo_t            *cr,
             KlasterKind         kind,
             KlasterRole         role,
             const KlasterColor *color,
             double              x,
             double              y,
             double              size,
             KlasterSymbolFlags  flags,
             const KlasterStyle *style)
{
  const KlasterPalette *palette = klaster_palette_get (style);
  double outline = CLAMP (size * 0.1, 1.0, 2.0);
  double radius = size / 2 - outline / 2;
  double strength = (flags & KLASTER_SYMBOL_DIMMED) ? 0.35 : 1.0;

  cairo_save (cr);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  if (flags & (KLASTER_SYMBOL_SELECTED | KLASTER_SYMBOL_HOVER))
    {
      cairo_arc (cr, x, y, size / 2 + 4, 0, 2 * G_PI);
      klaster_color_set_alpha (&palette->selection, (flags & KLASTER_SYMBOL_SELECTED) ? 0.30 : 0.18, cr);
      cairo_fill (cr);
    }
  if (flags & KLASTER_SYMBOL_DRAGGED)
    {
      path_shape (cr, kind, x + 1.5, y + 3, radius + outline);
      cairo_set_source_rgba (cr, 0, 0, 0, 0.28);
      cairo_fill (cr);
    }
  if (role == KLASTER_ROLE_INTEGRATOR)
    draw_ring (cr, x, y, size / 2 + 2.5, 1.8, color, &palette->symbol_outline, FALSE);
  path_shape (cr, kind, x, y, radius);
  switch (role)
    {
    case KLASTER_ROLE_CANDIDATE:
      cairo_set_line_width (cr, outline + 2.4);
      /* In high contrast the outline is ink, and would close the gaps. */
      klaster_color_set_alpha (style->high_contrast ? &palette->symbol_hollow : &palette->symbol_outline, strength, cr);
      cairo_stroke_preserve (cr);
      klaster_color_set_alpha (&palette->symbol_hollow, strength, cr);
      cairo_fill_preserve (cr);
      cairo_set_line_width (cr, MAX (1.4, size * 0.11));
      cairo_set_dash (cr, (double[]) { MAX (2.0, size * 0.19), MAX (1.2, size * 0.11) }, 2, 0);
      klaster_color_set_alpha (color, strength, cr);
      cairo_stroke (cr);
      cairo_set_dash (cr, NULL, 0, 0);
      break;
    case KLASTER_ROLE_FORMER:
      klaster_color_set (&palette->symbol_hollow, cr);
      cairo_fill_preserve (cr);
      klaster_color_set_alpha (color, 0.30 * strength, cr);
      cairo_fill_preserve (cr);
      cairo_set_line_width (cr, 1.0);
      klaster_color_set_alpha (color, 0.75 * strength, cr);
      cairo_stroke (cr);
      break;
    case KLASTER_ROLE_CORE:
      if (flags & KLASTER_SYMBOL_UNKNOWN_COLOR)
        {
          draw_empty (cr, color, outline, strength, palette);
          break;
        }
      cairo_set_line_width (cr, 2 * outline + 2.4);
      klaster_color_set_alpha (color, strength, cr);
      cairo_stroke_preserve (cr);
      G_GNUC_FALLTHROUGH;
    case KLASTER_ROLE_INTEGRATOR:
    case KLASTER_ROLE_MEMBER:
    case KLASTER_ROLE_PARTNER:
    case KLASTER_N_ROLES:
    default:
      if (flags & KLASTER_SYMBOL_UNKNOWN_COLOR)
        {
          draw_empty (cr, color, outline, strength, palette);
          break;
        }
      cairo_set_line_width (cr, 2 * outline);
      klaster_color_set_alpha (&palette->symbol_outline, strength, cr);
      cairo_stroke_preserve (cr);
      klaster_color_set_alpha (color, strength, cr);
      cairo_fill (cr);
      break;
    }
  if (flags & KLASTER_SYMBOL_UNKNOWN_SIZE)
    draw_hole (cr, color, x, y, radius, palette);
  if (flags & KLASTER_SYMBOL_LABORATORY)
    draw_flask (cr, x + size * 0.46, y + size * 0.42, MAX (size * 0.26, 3.6), palette);
  if (flags & KLASTER_SYMBOL_SELECTED)
    draw_ring (cr, x, y, size / 2 + (role == KLASTER_ROLE_INTEGRATOR ? 6.5 : 4.0), 2.0, &palette->selection,
               &palette->symbol_outline, FALSE);
  if (flags & KLASTER_SYMBOL_FOCUS)
    draw_ring (cr, x, y, size / 2 + (role == KLASTER_ROLE_INTEGRATOR ? 9.5 : 7.0), 1.5, &palette->text,
               &palette->symbol_outline, TRUE);
  cairo_restore (cr);
}

static void
draw_badge (cairo_t            *cr,
            int                 level,
            double              x,
            double              y,
            double              size,
            const KlasterStyle *style)
{
  const KlasterPalette *palette = klaster_palette_get (style);
  double r = CLAMP (size * 0.30, 4.0, 7.0);
  double cx = x + size * 0.48, cy = y - size * 0.46;

  cairo_save (cr);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_new_path (cr);
  if (level == 1)
    {
      cairo_save (cr);
      cairo_translate (cr, cx, cy);
      cairo_scale (cr, r, r);
      add_regular (cr, 3, 1.2, 0, 0, 0.22);
      cairo_restore (cr);
    }
  else
    cairo_arc (cr, cx, cy, r, 0, 2 * G_PI);
  cairo_set_line_width (cr, 2.0);
  klaster_color_set (&palette->symbol_outline, cr);
  cairo_stroke_preserve (cr);
  klaster_color_set (&palette->attention[level], cr);
  cairo_fill (cr);
  klaster_color_set (&palette->attention_glyph[level], cr);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_width (cr, r * 0.36);
  if (level > 0)
    {
      cairo_move_to (cr, cx, cy - r * 0.52);
      cairo_line_to (cr, cx, cy + r * 0.08);
      cairo_stroke (cr);
      cairo_arc (cr, cx, cy + r * 0.55, r * 0.2, 0, 2 * G_PI);
    }
  else
    cairo_arc (cr, cx, cy, r * 0.38, 0, 2 * G_PI);
  cairo_fill (cr);
  cairo_restore (cr);
}

/**
 * klaster_symbol_draw_badge:
 * @cr: in logical pixels
 * @level: a #KlasterAttentionLevel, negative: nothing is drawn
 * @x: centre of the symbol
 * @y: centre of the symbol
 * @size: the symbol's diameter
 * @style: palette
 *
 * Says by shape as well as by colour what needs attention: a disc with a dot, a triangle, a disc with an exclamation
 * mark.
 */
void
klaster_symbol_draw_badge (cairo_t            *cr,
                           int                 level,
                           double              x,
                           double              y,
                           double              size,
                           const KlasterStyle *style)
{
  Key key = {
    .what = (guint8) (KLASTER_N_KINDS + CLAMP (level, 0, 2)),
    .theme = style->theme,
    .high_contrast = style->high_contrast != FALSE,
    .size = (float) size,
  };
  cairo_surface_t *surface;
  cairo_t *copy;
  double scale;

  if (level < 0)
    return;
  if (!can_copy (cr, x, y, &scale))
    {
      draw_badge (cr, MIN (level, 2), x, y, size, style);
      return;
    }
  key.scale = (float) scale;
  cairo_new_path (cr);
  surface = get_copy (&key, klaster_symbol_get_extent (KLASTER_ROLE_MEMBER, size, KLASTER_SYMBOL_PLAIN) + 3, &copy);
  if (copy != NULL)
    {
      draw_badge (copy, MIN (level, 2), 0, 0, size, style);
      cairo_destroy (copy);
    }
  paint_copy (cr, surface, x, y, scale);
}

/**
 * klaster_symbol_get_extent:
 * @role: role
 * @size: diameter of the shape
 * @flags: what else is drawn
 *
 * Returns: radius within which everything lies, rings and a badge included
 */
double
klaster_symbol_get_extent (KlasterRole        role,
                           double             size,
                           KlasterSymbolFlags flags)
{
  double extent = size * 0.65 + 3;

  /* The badge: its centre lies at 0.48, −0.46 diameters. */
  extent = MAX (extent, size * 0.67 + CLAMP (size * 0.30, 4.0, 7.0) * 1.5 + 1);
  if (role == KLASTER_ROLE_INTEGRATOR)
    extent = MAX (extent, size / 2 + 5);
  if (flags & (KLASTER_SYMBOL_SELECTED | KLASTER_SYMBOL_FOCUS))
    extent = MAX (extent, size / 2 + 13);
  return extent;
}

/**
 * klaster_symbol_get_map_size:
 * @role: role
 * @zoom: zoom
 * @style: text scale
 *
 * Returns: diameter in logical pixels on the map
 */
double
klaster_symbol_get_map_size (KlasterRole         role,
                             double              zoom,
                             const KlasterStyle *style)
{
  static const double factors[KLASTER_N_ROLES] = { 1.6, 1.15, 1.0, 1.0, 0.95, 0.8 };

  return (11 + 5 * CLAMP ((zoom - 7) / 6, 0.0, 1.0)) * factors[role] * style->text_scale;
}

/**
 * klaster_symbol_draw_link:
 * @cr: in logical pixels
 * @orientation: gives colour and mark
 * @status: gives the dashes
 * @x: left end
 * @y: its height
 * @length: logical pixels
 * @style: palette
 *
 * A piece of a link as legends show it.
 */
void
klaster_symbol_draw_link (cairo_t            *cr,
                          KlasterOrientation  orientation,
                          KlasterLinkStatus   status,
                          double              x,
                          double              y,
                          double              length,
                          const KlasterStyle *style)
{
  cairo_save (cr);
  cairo_new_path (cr);
  cairo_move_to (cr, x, y);
  cairo_line_to (cr, x + length, y);
  cairo_set_line_width (cr, 2.0);
  klaster_link_set_dash (cr, status, 2.0, 0);
  klaster_color_set_alpha (&klaster_palette_get (style)->orientations[orientation],
                           status == KLASTER_LINK_ENDED ? 0.6 : 1.0, cr);
  cairo_stroke (cr);
  klaster_link_draw_mark (cr, orientation, x + length / 2, y, 0, 3.0, style);
  cairo_restore (cr);
}

/**
 * klaster_link_set_dash:
 * @cr: a context
 * @status: active and unknown: solid; proposed: dashes; suspended: dash and dot; ended: dots
 * @width: line width
 * @offset: logical pixels into the pattern
 *
 * Status is told by dashes, never by colour alone.
 */
void
klaster_link_set_dash (cairo_t           *cr,
                       KlasterLinkStatus  status,
                       double             width,
                       double             offset)
{
  double unit = MAX (1.2, width);

  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  switch (status)
    {
    case KLASTER_LINK_PROPOSED:
      cairo_set_dash (cr, (double[]) { 3.5 * unit, 2.5 * unit }, 2, offset);
      break;
    case KLASTER_LINK_SUSPENDED:
      cairo_set_dash (cr, (double[]) { 5 * unit, 2 * unit, 1.2 * unit, 2 * unit }, 4, offset);
      break;
    case KLASTER_LINK_ENDED:
      cairo_set_dash (cr, (double[]) { 1.2 * unit, 2.2 * unit }, 2, offset);
      break;
    case KLASTER_LINK_ACTIVE:
    case KLASTER_LINK_UNKNOWN:
    case KLASTER_N_LINK_STATUSES:
    default:
      cairo_set_dash (cr, NULL, 0, 0);
      break;
    }
}

/**
 * klaster_link_draw_mark:
 * @cr: a context
 * @orientation: vertical: a bar across the line; horizontal: a disc; mixed: a diamond; unknown: nothing
 * @x: where on the line
 * @y: where on the line
 * @angle: direction of the line there, radians
 * @radius: half its size
 * @style: palette
 *
 * Orientation is told by a mark as well as by colour.
 */
void
klaster_link_draw_mark (cairo_t            *cr,
                        KlasterOrientation  orientation,
                        double              x,
                        double              y,
                        double              angle,
                        double              radius,
                        const KlasterStyle *style)
{
  const KlasterPalette *palette = klaster_palette_get (style);

  if (orientation == KLASTER_ORIENTATION_UNKNOWN)
    return;
  cairo_save (cr);
  cairo_translate (cr, x, y);
  cairo_rotate (cr, angle);
  cairo_scale (cr, radius, radius);
  cairo_new_path (cr);
  if (orientation == KLASTER_ORIENTATION_VERTICAL)
    cairo_rectangle (cr, -0.42, -1.35, 0.84, 2.7);
  else if (orientation == KLASTER_ORIENTATION_HORIZONTAL)
    cairo_arc (cr, 0, 0, 1, 0, 2 * G_PI);
  else
    add_regular (cr, 4, 1.4, 0, 0, 0);
  cairo_restore (cr);
  cairo_set_dash (cr, NULL, 0, 0);
  cairo_set_line_width (cr, 1.6);
  klaster_color_set (&palette->symbol_outline, cr);
  cairo_stroke_preserve (cr);
  klaster_color_set (&palette->orientations[orientation], cr);
  cairo_fill (cr);
}
