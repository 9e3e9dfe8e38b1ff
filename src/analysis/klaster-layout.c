/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "klaster-arrangement.h"
#include "klaster-crossings.h"
#include "klaster-layout-private.h"

/* Width of a character of a name, height of a line, and room between two names */
#define CHARACTER 6.4
#define LINE 15.0
#define LABEL_GAP 4.0
#define MAX_LINES 3

struct _KlasterLayout
{
  gatomicrefcount ref_count;
  KlasterLayoutKind kind;
  KlasterLayoutPosition *positions;
  guint n_positions;
  KlasterLayoutBand *bands;
  guint n_bands;
};

/**
 * klaster_layout_kind_get_token:
 * @kind: a layout
 *
 * Returns: (transfer none): its name for the command line and the file
 */
const char *
klaster_layout_kind_get_token (KlasterLayoutKind kind)
{
  g_return_val_if_fail (kind < KLASTER_N_LAYOUTS, NULL);

  return klaster_schema_get_tokens ("graph_views")[kind];
}

/**
 * klaster_layout_kind_parse:
 * @text: what klaster_layout_kind_get_token() returns for one
 * @kind: (out): which
 *
 * Returns: whether @text names a layout
 */
gboolean
klaster_layout_kind_parse (const char        *text,
                           KlasterLayoutKind *kind)
{
  int found = klaster_tokens_find (klaster_schema_get_tokens ("graph_views"), text);

  if (found >= 0)
    *kind = (KlasterLayoutKind) found;
  return found >= 0;
}

gboolean
klaster_layout_is_cancelled (KlasterLayoutJob *self)
{
  return g_cancellable_is_cancelled (self->cancellable);
}

double
klaster_layout_get_aspect (KlasterLayoutJob *self)
{
  double aspect = self->options->width / self->options->height;

  return isfinite (aspect) ? CLAMP (aspect, 0.25, 4) : 1.5;
}

void
klaster_layout_report (KlasterLayoutJob *self,
                       double            share)
{
  if (self->options->progress != NULL)
    self->options->progress (share, self->options->user_data);
}

/* The size of a name is guessed from its length: text is measured where it is drawn, and there it is moved when the
 * guess was wrong. */
void
klaster_layout_get_extents (const KlasterGraphMember *member,
                            double                   *half_width,
                            double                   *above,
                            double                   *below)
{
  double width = member->label_length * CHARACTER;
  double lines = CLAMP (ceil (width / KLASTER_LAYOUT_LABEL_WIDTH), 1, MAX_LINES);
  /* Lines are broken so that they are of much the same length. */
  double line_width = MIN (width / lines * 1.15, KLASTER_LAYOUT_LABEL_WIDTH);
  double scale = member->role == 0 ? 1.6 : 1;

  *half_width = MAX (line_width, KLASTER_LAYOUT_SYMBOL * scale) / 2 + LABEL_GAP;
  *above = KLASTER_LAYOUT_SYMBOL * scale / 2 + 2;
  *below = KLASTER_LAYOUT_SYMBOL * scale / 2 + (member->label_length > 0 ? 3 + lines * LINE : 2);
}

typedef struct
{
  gint32 column, row;
  guint32 member;
} Cell;

static int
compare_cells (gconstpointer a,
               gconstpointer b)
{
  const Cell *first = a, *second = b;

  if (first->row != second->row)
    return first->row < second->row ? -1 : 1;
  if (first->column != second->column)
    return first->column < second->column ? -1 : 1;
  return (first->member > second->member) - (first->member < second->member);
}

typedef void (*PairFunc) (guint32  a,
                          guint32  b,
                          gpointer data);

/* Calls @func for each pair of members whose cells touch. Members lie in cells of the size of the largest rectangle. */
static void
for_each_near_pair (const double *x,
                    const double *y,
                    guint         n_members,
                    double        width,
                    double        height,
                    PairFunc      func,
                    gpointer      data)
{
  g_autofree Cell *cells = g_new (Cell, n_members + 1);
  guint next_row = 0;

  for (guint i = 0; i < n_members; i++)
    cells[i] = (Cell) { (gint32) floor (CLAMP (x[i] / width, -1e9, 1e9)),
                        (gint32) floor (CLAMP (y[i] / height, -1e9, 1e9)), i };
  qsort (cells, n_members, sizeof *cells, compare_cells);
  for (guint i = 0; i < n_members; i++)
    {
      for (guint j = i + 1; j < n_members && cells[j].row == cells[i].row && cells[j].column <= cells[i].column + 1; j++)
        func (cells[i].member, cells[j].member, data);
      /* The row below: both run along, so each is passed over once. */
      while (next_row < n_members
             && (cells[next_row].row < cells[i].row + 1
                 || (cells[next_row].row == cells[i].row + 1 && cells[next_row].column < cells[i].column - 1)))
        next_row++;
      for (guint j = next_row; j < n_members && cells[j].row == cells[i].row + 1
           && cells[j].column <= cells[i].column + 1; j++)
        func (cells[i].member, cells[j].member, data);
    }
}

typedef struct
{
  KlasterLayoutJob *job;
  double *half_widths, *aboves, *belows;
  gboolean moved;
} Push;

static void
push_cb (guint32  a,
         guint32  b,
         gpointer data)
{
  Push *self = data;
  KlasterLayoutJob *job = self->job;
  double dx = job->x[b] - job->x[a], dy = job->y[b] - job->y[a];
  double in_x = self->half_widths[a] + self->half_widths[b] - fabs (dx);
  double in_y = dy >= 0 ? self->belows[a] + self->aboves[b] - dy : self->belows[b] + self->aboves[a] + dy;
  double share_a = job->pinned[a] ? 0 : job->pinned[b] ? 1 : 0.5, share_b = job->pinned[b] ? 0 : 1 - share_a;

  if (in_x <= 0 || in_y <= 0 || share_a + share_b == 0)
    return;
  self->moved = TRUE;
  /* The shorter way out; names are wide, so that is mostly up or down. */
  if (in_y <= in_x)
    {
      double step = (in_y + 0.5) * (dy >= 0 ? 1 : -1);

      job->y[a] -= step * share_a;
      job->y[b] += step * share_b;
    }
  else
    {
      double step = (in_x + 0.5) * (dx > 0 || (dx == 0 && a < b) ? 1 : -1);

      job->x[a] -= step * share_a;
      job->x[b] += step * share_b;
    }
}

void
klaster_layout_remove_overlaps (KlasterLayoutJob *self,
                                guint             n_rounds)
{
  g_autofree double *sizes = g_new (double, 3 * self->n_members + 1);
  Push push = { self, sizes, sizes + self->n_members, sizes + 2 * self->n_members, TRUE };
  double width = 1, height = 1;

  for (guint i = 0; i < self->n_members; i++)
    {
      klaster_layout_get_extents (&self->members[i], &push.half_widths[i], &push.aboves[i], &push.belows[i]);
      width = MAX (width, 2 * push.half_widths[i]);
      height = MAX (height, push.aboves[i] + push.belows[i]);
    }
  for (guint round = 0; round < n_rounds && push.moved && !klaster_layout_is_cancelled (self); round++)
    {
      push.moved = FALSE;
      for_each_near_pair (self->x, self->y, self->n_members, width, height, push_cb, &push);
    }
}

/* Whether what was gained makes up for the way: a crossing weighs as much as a few symbols' widths of line. */
static double
get_cost (KlasterTangle *tangle,
          guint32        a,
          guint32        b)
{
  return klaster_tangle_count (tangle, a) + klaster_tangle_count (tangle, b)
         - (double) klaster_tangle_count_between (tangle, a, b)
         + (klaster_tangle_get_length (tangle, a) + klaster_tangle_get_length (tangle, b)) / 400;
}

static gboolean
try_exchange (KlasterLayoutJob *self,
              KlasterTangle    *tangle,
              double            threshold,
              guint32          *a,
              guint32          *b)
{
  double before, x = self->x[*a], y = self->y[*a];
  guint32 swap;

  if (self->pinned[*a] || self->pinned[*b])
    return FALSE;
  before = get_cost (tangle, *a, *b);
  klaster_tangle_move (tangle, *a, self->x[*b], self->y[*b]);
  klaster_tangle_move (tangle, *b, x, y);
  if (get_cost (tangle, *a, *b) > before - threshold)
    {
      klaster_tangle_move (tangle, *a, x, y);
      klaster_tangle_move (tangle, *b, self->x[*b], self->y[*b]);
      return FALSE;
    }
  self->x[*a] = self->x[*b];
  self->y[*a] = self->y[*b];
  self->x[*b] = x;
  self->y[*b] = y;
  swap = *a;
  *a = *b;
  *b = swap;
  return TRUE;
}

/* @order: members by place, group after group; group i runs from groups[i] to groups[i + 1]. Neighbours first, then
 * those farther apart, until nothing is gained any more or the work is done. */
void
klaster_layout_exchange (KlasterLayoutJob *self,
                         guint32          *order,
                         const guint      *groups,
                         guint             n_groups,
                         gboolean          circular,
                         gboolean          calm,
                         guint64           work)
{
  static const guint distances[] = { 1, 2, 1, 3, 5, 1, 8, 13, 2, 21, 1 };
  g_autoptr (KlasterTangle) tangle = klaster_tangle_new (self->graph, self->x, self->y);
  guint idle = 0;

  for (guint round = 0; round < (calm ? 4 : 60) && idle < G_N_ELEMENTS (distances) && !klaster_layout_is_cancelled (self); round++)
    {
      guint distance = calm ? 1 + round % 2 : distances[round % G_N_ELEMENTS (distances)];
      gboolean changed = FALSE;

      for (guint group = 0; group < n_groups; group++)
        {
          guint n = groups[group + 1] - groups[group];
          guint32 *places = order + groups[group];

          for (guint i = 0; i < n && n > distance && klaster_tangle_get_work (tangle) < work; i++)
            {
              guint j = i + distance;

              if (j >= n && !circular)
                break;
              if (try_exchange (self, tangle, calm ? 2.5 : 0.01, &places[i], &places[j % n]))
                changed = TRUE;
            }
        }
      idle = changed ? 0 : idle + 1;
      if (klaster_tangle_get_work (tangle) >= work)
        break;
    }
}

typedef struct
{
  const KlasterGraphMember *members;
  const double *x, *y;
  KlasterLayoutQuality *quality;
} Measure;

static void
measure_cb (guint32  a,
            guint32  b,
            gpointer data)
{
  Measure *self = data;
  double half_a, half_b, above_a, above_b, below_a, below_b;
  double dx = fabs (self->x[b] - self->x[a]), dy = self->y[b] - self->y[a];

  klaster_layout_get_extents (&self->members[a], &half_a, &above_a, &below_a);
  klaster_layout_get_extents (&self->members[b], &half_b, &above_b, &below_b);
  half_a -= LABEL_GAP;
  half_b -= LABEL_GAP;
  /* Names over one another, and the name of one over the symbol of the other */
  if ((dx < half_a + half_b && dy + below_b > above_a && below_a > dy + above_b)
      || (dx < half_a + above_b && dy + above_b > above_a && dy - above_b < below_a)
      || (dx < half_b + above_a && above_a - dy > above_b && -dy - above_a < below_b))
    self->quality->label_overlaps++;
  if (hypot (dx, dy) < above_a + above_b - 4)
    self->quality->symbol_overlaps++;
}

/**
 * klaster_layout_measure:
 * @graph: members and links
 * @x: (array): where each member lies, in the unit of layouts
 * @y: (array): the same
 * @quality: (out): crossings of links drawn straight, overlaps of names and symbols, size of the picture
 *
 * O(links²) at worst. Pictures are comparable when their radii are the same: a larger one has room for more names.
 */
void
klaster_layout_measure (const KlasterGraph   *graph,
                        const double         *x,
                        const double         *y,
                        KlasterLayoutQuality *quality)
{
  guint n_members, n_links;
  const KlasterGraphMember *members = klaster_graph_get_members (graph, &n_members);
  const KlasterGraphLink *links = klaster_graph_get_links (graph, &n_links);
  Measure measure = { members, x, y, quality };
  double middle_x = 0, middle_y = 0, sum = 0;

  *quality = (KlasterLayoutQuality) { .crossings = klaster_crossings_count (links, n_links, x, y) };
  for (guint i = 0; i < n_members; i++)
    {
      middle_x += x[i] / n_members;
      middle_y += y[i] / n_members;
    }
  for (guint i = 0; i < n_members; i++)
    sum += (x[i] - middle_x) * (x[i] - middle_x) + (y[i] - middle_y) * (y[i] - middle_y);
  quality->radius = n_members > 0 ? sqrt (sum / n_members) : 0;
  for_each_near_pair (x, y, n_members, KLASTER_LAYOUT_LABEL_WIDTH + 4 * LABEL_GAP, 30 + MAX_LINES * LINE + 4, measure_cb,
                      &measure);
}

static void
read_previous (KlasterLayoutJob *self)
{
  for (guint i = 0; i < self->n_members; i++)
    self->old_x[i] = self->old_y[i] = NAN;
  for (guint i = 0; i < self->options->n_previous; i++)
    {
      const KlasterLayoutPosition *position = &self->options->previous[i];
      guint32 member = klaster_graph_find_member (self->graph, position->id);

      if (member == G_MAXUINT32 || !isfinite (position->x) || !isfinite (position->y) || fabs (position->x) > 1e7
          || fabs (position->y) > 1e7)
        continue;
      self->old_x[member] = position->x;
      self->old_y[member] = position->y;
      self->pinned[member] = position->pinned;
      self->n_pinned += position->pinned;
      self->n_old++;
    }
}

/**
 * klaster_layout_new:
 * @graph: members and links
 * @options: which layout, the last picture
 * @cancellable: (nullable): looked at often
 *
 * Makes a picture. The same input gives the same picture. Takes up to some seconds for the largest projects: on a
 * worker.
 *
 * Returns: (transfer full) (nullable): where everybody lies; %NULL only when cancelled
 */
KlasterLayout *
klaster_layout_new (KlasterGraph               *graph,
                    const KlasterLayoutOptions *options,
                    GCancellable               *cancellable)
{
  static void (*const makers[KLASTER_N_LAYOUTS]) (KlasterLayoutJob *) = {
    [KLASTER_LAYOUT_FORCE] = klaster_layout_make_force,
    [KLASTER_LAYOUT_LEVEL] = klaster_layout_make_level,
    [KLASTER_LAYOUT_CORE] = klaster_layout_make_core,
    [KLASTER_LAYOUT_MAP] = klaster_layout_make_map,
  };
  KlasterLayoutJob job = { .graph = graph, .options = options, .cancellable = cancellable };
  g_autofree double *numbers = NULL;
  g_autofree gboolean *pinned = NULL;
  g_autoptr (GArray) bands = g_array_new (FALSE, TRUE, sizeof (KlasterLayoutBand));
  KlasterLayout *self;

  g_return_val_if_fail (graph != NULL, NULL);
  g_return_val_if_fail (options != NULL && options->kind < KLASTER_N_LAYOUTS, NULL);

  job.members = klaster_graph_get_members (graph, &job.n_members);
  job.links = klaster_graph_get_links (graph, &job.n_links);
  job.adjacency = klaster_graph_get_adjacency (graph);
  numbers = g_new0 (double, 4 * (gsize) job.n_members + 1);
  pinned = g_new0 (gboolean, job.n_members + 1);
  job.x = numbers;
  job.y = numbers + job.n_members;
  job.old_x = numbers + 2 * (gsize) job.n_members;
  job.old_y = numbers + 3 * (gsize) job.n_members;
  job.pinned = pinned;
  job.bands = bands;
  read_previous (&job);
  makers[options->kind] (&job);
  if (g_cancellable_is_cancelled (cancellable))
    return NULL;

  self = g_new0 (KlasterLayout, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->kind = options->kind;
  self->n_positions = job.n_members;
  self->positions = g_new (KlasterLayoutPosition, job.n_members + 1);
  for (guint i = 0; i < job.n_members; i++)
    self->positions[i] = (KlasterLayoutPosition) {
      job.members[i].id, pinned[i] ? job.old_x[i] : job.x[i], pinned[i] ? job.old_y[i] : job.y[i], pinned[i],
    };
  self->n_bands = bands->len;
  self->bands = (KlasterLayoutBand *) (gpointer) g_array_free (g_steal_pointer (&bands), FALSE);
  klaster_layout_report (&job, 1);
  return self;
}

/**
 * klaster_layout_new_for_snapshot:
 * @snapshot: a project
 * @options: which layout; what is previous is taken from @snapshot
 * @cancellable: (nullable): looked at often
 *
 * Makes the picture that everybody sees who opens the project: from the places that it keeps.
 *
 * Returns: (transfer full) (nullable): where everybody lies; %NULL only when cancelled
 */
KlasterLayout *
klaster_layout_new_for_snapshot (KlasterSnapshot            *snapshot,
                                 const KlasterLayoutOptions *options,
                                 GCancellable               *cancellable)
{
  g_autofree KlasterLayoutPosition *kept = NULL;
  g_autoptr (KlasterGraph) graph = NULL;
  KlasterLayoutOptions with_kept;

  g_return_val_if_fail (snapshot != NULL && options != NULL && options->kind < KLASTER_N_LAYOUTS, NULL);

  graph = klaster_graph_new (snapshot);
  with_kept = *options;
  kept = klaster_arrangement_list (snapshot, options->kind, &with_kept.n_previous);
  with_kept.previous = kept;

  return klaster_layout_new (graph, &with_kept, cancellable);
}

/**
 * klaster_layout_ref:
 * @self: a layout
 *
 * Returns: (transfer full): @self
 */
KlasterLayout *
klaster_layout_ref (KlasterLayout *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * klaster_layout_unref:
 * @self: (transfer full): a layout
 */
void
klaster_layout_unref (KlasterLayout *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->positions);
  g_free (self->bands);
  g_free (self);
}

/**
 * klaster_layout_get_kind:
 * @self: a layout
 *
 * Returns: which
 */
KlasterLayoutKind
klaster_layout_get_kind (const KlasterLayout *self)
{
  return self->kind;
}

/**
 * klaster_layout_get_positions:
 * @self: a layout
 * @n_positions: (out): their number
 *
 * Returns: (transfer none) (array length=n_positions): of all members, ascending by id
 */
const KlasterLayoutPosition *
klaster_layout_get_positions (const KlasterLayout *self,
                              guint               *n_positions)
{
  *n_positions = self->n_positions;
  return self->positions;
}

/**
 * klaster_layout_get_bands:
 * @self: a layout
 * @n_bands: (out): their number
 *
 * Returns: (transfer none) (array length=n_bands): rows from the top, rings from the middle; in the layout of the map
 *   the rows of those without a place
 */
const KlasterLayoutBand *
klaster_layout_get_bands (const KlasterLayout *self,
                          guint               *n_bands)
{
  *n_bands = self->n_bands;
  return self->bands;
}

/**
 * klaster_layout_find:
 * @self: a layout
 * @id: of an institution
 * @position: (out) (optional): where it lies
 *
 * Returns: whether it is in the layout
 */
gboolean
klaster_layout_find (const KlasterLayout   *self,
                     gint64                 id,
                     KlasterLayoutPosition *position)
{
  guint low = 0, high = self->n_positions;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (self->positions[middle].id < id)
        low = middle + 1;
      else
        high = middle;
    }
  if (low >= self->n_positions || self->positions[low].id != id)
    return FALSE;
  if (position != NULL)
    *position = self->positions[low];
  return TRUE;
}
