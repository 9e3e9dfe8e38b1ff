/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>

#include "klaster-shape.h"

/**
 * klaster_shape_distance_to_segment:
 * @x: a point
 * @y: a point
 * @a: one end
 * @b: other end
 * @position: (out) (optional): where along the segment the nearest point lies, 0 … 1
 *
 * Returns: the distance
 */
double
klaster_shape_distance_to_segment (double       x,
                                   double       y,
                                   KlasterPoint a,
                                   KlasterPoint b,
                                   double      *position)
{
  double dx = b.x - a.x, dy = b.y - a.y;
  double square = dx * dx + dy * dy;
  double t = square > 0 ? ((x - a.x) * dx + (y - a.y) * dy) / square : 0;

  t = CLAMP (t, 0.0, 1.0);
  if (position != NULL)
    *position = t;
  return hypot (a.x + t * dx - x, a.y + t * dy - y);
}

static void
keep_between (const KlasterPoint *points,
              guint               first,
              guint               last,
              double              tolerance,
              guint8             *keep)
{
  /* A stack of our own: borders have thousands of points, and a hostile line would exhaust the program's. */
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, 2 * sizeof (guint));
  guint range[2] = { first, last };

  g_array_append_vals (stack, range, 1);
  while (stack->len > 0)
    {
      guint *top = (guint *) (gpointer) stack->data + 2 * (stack->len - 1);
      guint from = top[0], to = top[1], farthest = 0;
      double most = tolerance;

      g_array_set_size (stack, stack->len - 1);
      for (guint i = from + 1; i < to; i++)
        {
          double distance = klaster_shape_distance_to_segment (points[i].x, points[i].y, points[from], points[to],
                                                               NULL);

          if (distance > most)
            {
              most = distance;
              farthest = i;
            }
        }
      if (farthest == 0)
        continue;
      keep[farthest] = 1;
      range[0] = from;
      range[1] = farthest;
      g_array_append_vals (stack, range, 1);
      range[0] = farthest;
      range[1] = to;
      g_array_append_vals (stack, range, 1);
    }
}

/**
 * klaster_shape_simplify:
 * @points: (array length=n_points): a line
 * @n_points: their number
 * @tolerance: how far a vertex that goes may be from the line that stays
 * @out: (element-type KlasterPoint): appended to
 *
 * Douglas-Peucker. O(n log n) as a rule, O(n²) at worst.
 */
void
klaster_shape_simplify (const KlasterPoint *points,
                        guint               n_points,
                        double              tolerance,
                        GArray             *out)
{
  g_autofree guint8 *keep = NULL;

  if (n_points < 3 || tolerance <= 0)
    {
      g_array_append_vals (out, points, n_points);
      return;
    }
  keep = g_new0 (guint8, n_points);
  keep[0] = keep[n_points - 1] = 1;
  keep_between (points, 0, n_points - 1, tolerance, keep);
  for (guint i = 0; i < n_points; i++)
    if (keep[i])
      g_array_append_vals (out, &points[i], 1);
}

/**
 * klaster_shape_smooth:
 * @points: (array length=n_points): a line or ring
 * @n_points: their number
 * @closed: a ring
 * @out: (element-type KlasterPoint): appended to
 */
void
klaster_shape_smooth (const KlasterPoint *points,
                      guint               n_points,
                      gboolean            closed,
                      GArray             *out)
{
  if (n_points < 3)
    {
      g_array_append_vals (out, points, n_points);
      return;
    }
  if (!closed)
    g_array_append_vals (out, &points[0], 1);
  for (guint i = 0; i < n_points - !closed; i++)
    {
      KlasterPoint a = points[i], b = points[(i + 1) % n_points];
      KlasterPoint near_a = { 0.75 * a.x + 0.25 * b.x, 0.75 * a.y + 0.25 * b.y };
      KlasterPoint near_b = { 0.25 * a.x + 0.75 * b.x, 0.25 * a.y + 0.75 * b.y };

      if (closed || i > 0)
        g_array_append_val (out, near_a);
      if (closed || i < n_points - 2)
        g_array_append_val (out, near_b);
    }
  if (!closed)
    g_array_append_vals (out, &points[n_points - 1], 1);
}

/* Keeps what lies on the inner side of one edge of the rectangle: @axis 0: x, 1: y; @sign 1: at least @limit, −1: at
 * most. */
static void
clip_edge (const KlasterPoint *points,
           guint               n_points,
           int                 axis,
           int                 sign,
           double              limit,
           GArray             *out)
{
  g_array_set_size (out, 0);
  for (guint i = 0; i < n_points; i++)
    {
      KlasterPoint a = points[i], b = points[i + 1 < n_points ? i + 1 : 0];
      double da = ((axis == 0 ? a.x : a.y) - limit) * sign;
      double db = ((axis == 0 ? b.x : b.y) - limit) * sign;

      if (da >= 0)
        g_array_append_val (out, a);
      if ((da >= 0) != (db >= 0))
        {
          double t = da / (da - db);
          KlasterPoint cut = { a.x + t * (b.x - a.x), a.y + t * (b.y - a.y) };

          if (axis == 0)
            cut.x = limit;
          else
            cut.y = limit;
          g_array_append_val (out, cut);
        }
    }
}

/**
 * klaster_shape_clip_ring:
 * @points: (array length=n_points): a ring
 * @n_points: their number
 * @clip: rectangle
 * @out: (element-type KlasterPoint): replaced by the ring inside
 * @scratch: (element-type KlasterPoint): for intermediate results
 */
void
klaster_shape_clip_ring (const KlasterPoint *points,
                         guint               n_points,
                         const KlasterRect  *clip,
                         GArray             *out,
                         GArray             *scratch)
{
#define P(array) ((const KlasterPoint *) (gconstpointer) (array)->data)
  clip_edge (points, n_points, 0, 1, clip->x0, out);
  clip_edge (P (out), out->len, 0, -1, clip->x1, scratch);
  clip_edge (P (scratch), scratch->len, 1, 1, clip->y0, out);
  clip_edge (P (out), out->len, 1, -1, clip->y1, scratch);
  g_array_set_size (out, 0);
  g_array_append_vals (out, scratch->data, scratch->len);
#undef P
}

/**
 * klaster_shape_segment_hits:
 * @a: one end
 * @b: other end
 * @clip: rectangle
 *
 * Returns: whether any part of the segment lies within @clip
 */
gboolean
klaster_shape_segment_hits (KlasterPoint       a,
                            KlasterPoint       b,
                            const KlasterRect *clip)
{
  double t0 = 0, t1 = 1;
  double starts[2] = { a.x, a.y }, steps[2] = { b.x - a.x, b.y - a.y };
  double lows[2] = { clip->x0, clip->y0 }, highs[2] = { clip->x1, clip->y1 };

  for (guint i = 0; i < 2; i++)
    {
      double low, high;

      if (steps[i] == 0)
        {
          if (starts[i] < lows[i] || starts[i] > highs[i])
            return FALSE;
          continue;
        }
      low = (lows[i] - starts[i]) / steps[i];
      high = (highs[i] - starts[i]) / steps[i];
      t0 = MAX (t0, MIN (low, high));
      t1 = MIN (t1, MAX (low, high));
    }
  return t0 <= t1;
}

/**
 * klaster_shape_get_area:
 * @points: (array length=n_points): a ring
 * @n_points: their number
 *
 * Returns: its area, never negative
 */
double
klaster_shape_get_area (const KlasterPoint *points,
                        guint               n_points)
{
  double sum = 0;

  for (guint i = 0, j = n_points - 1; i < n_points; j = i++)
    sum += (points[j].x - points[0].x) * (points[i].y - points[0].y)
           - (points[i].x - points[0].x) * (points[j].y - points[0].y);
  return fabs (sum) / 2;
}

/**
 * klaster_shape_contains:
 * @points: (array length=n_points): a ring
 * @n_points: their number
 * @x: a point
 * @y: a point
 *
 * Returns: whether the point lies inside, by the even-odd rule
 */
gboolean
klaster_shape_contains (const KlasterPoint *points,
                        guint               n_points,
                        double              x,
                        double              y)
{
  gboolean inside = FALSE;

  for (guint i = 0, j = n_points - 1; i < n_points; j = i++)
    if ((points[i].y > y) != (points[j].y > y)
        && x < (points[j].x - points[i].x) * (y - points[i].y) / (points[j].y - points[i].y) + points[i].x)
      inside = !inside;
  return inside;
}

static double
signed_distance (const KlasterPoint *points,
                 guint               n_points,
                 double              x,
                 double              y)
{
  double least = G_MAXDOUBLE;

  for (guint i = 0, j = n_points - 1; i < n_points; j = i++)
    least = MIN (least, klaster_shape_distance_to_segment (x, y, points[j], points[i], NULL));
  return klaster_shape_contains (points, n_points, x, y) ? least : -least;
}

/**
 * klaster_shape_find_middle:
 * @points: (array length=n_points): a ring, not empty
 * @n_points: their number
 *
 * Samples a grid over the ring's bounds and then finer ones around the best sample.
 *
 * Returns: the point inside that is farthest from the edges, within about 2 % of the ring's size
 */
KlasterPoint
klaster_shape_find_middle (const KlasterPoint *points,
                           guint               n_points)
{
  const int n = 12;
  KlasterRect bounds = KLASTER_RECT_EMPTY;
  KlasterPoint best;
  double most = -G_MAXDOUBLE, width, height;

  for (guint i = 0; i < n_points; i++)
    klaster_rect_add_point (&bounds, points[i].x, points[i].y);
  width = bounds.x1 - bounds.x0;
  height = bounds.y1 - bounds.y0;
  best = (KlasterPoint) { bounds.x0 + width / 2, bounds.y0 + height / 2 };
  for (guint pass = 0; pass < 3; pass++)
    {
      KlasterPoint centre = best;

      for (int i = 0; i <= n; i++)
        for (int j = 0; j <= n; j++)
          {
            double x = centre.x + width * ((double) i / n - 0.5), y = centre.y + height * ((double) j / n - 0.5);
            double distance = signed_distance (points, n_points, x, y);

            if (distance > most)
              {
                most = distance;
                best = (KlasterPoint) { x, y };
              }
          }
      width /= n / 2;
      height /= n / 2;
    }
  return best;
}
