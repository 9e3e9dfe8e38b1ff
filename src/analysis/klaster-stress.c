/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <string.h>

#include "klaster-stress.h"

struct _KlasterStress
{
  KlasterLayoutJob *job;
  guint32 *members;
  guint n_members;
  guint16 *distances;  /* n × n, hundredths of a step */
  guint32 *order;      /* of the pairs: chance, but always the same */
};

#define STEP 100

/* Next of a sequence that looks like chance (splitmix64) */
static guint64
next_random (guint64 *state)
{
  guint64 z = *state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ z >> 30) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ z >> 27) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ z >> 31;
}

/* Breadth-first search from each member: O(members · links). */
static gboolean
measure_distances (KlasterStress *self)
{
  KlasterLayoutJob *job = self->job;
  g_autofree guint32 *index = g_new (guint32, job->n_members + 1);
  g_autofree guint32 *starts = g_new (guint32, self->n_members + 1);
  g_autofree guint32 *neighbours = NULL;
  g_autofree guint32 *queue = g_new (guint32, self->n_members + 1);
  guint n = 0;

  for (guint i = 0; i < self->n_members; i++)
    {
      index[self->members[i]] = i;
      n += job->members[self->members[i]].n_links;
    }
  neighbours = g_new (guint32, n + 1);
  n = 0;
  for (guint i = 0; i < self->n_members; i++)
    {
      const KlasterGraphMember *member = &job->members[self->members[i]];

      starts[i] = n;
      for (guint k = member->first; k < member->first + member->n_links; k++)
        {
          const KlasterGraphLink *link = &job->links[job->adjacency[k]];

          neighbours[n++] = index[link->from == self->members[i] ? link->to : link->from];
        }
    }
  starts[self->n_members] = n;
  for (guint i = 0; i < self->n_members; i++)
    {
      guint16 *row = self->distances + (gsize) i * self->n_members;
      guint head = 0, tail = 0;

      if (i % 64 == 0 && klaster_layout_is_cancelled (job))
        return FALSE;
      memset (row, 0xff, self->n_members * sizeof *row);
      row[i] = 0;
      queue[tail++] = i;
      while (head < tail)
        {
          guint32 at = queue[head++];
          guint16 next = (guint16) MIN (row[at] + STEP, G_MAXUINT16 - 1);

          for (guint32 k = starts[at]; k < starts[at + 1]; k++)
            if (row[neighbours[k]] == G_MAXUINT16)
              {
                row[neighbours[k]] = next;
                queue[tail++] = neighbours[k];
              }
        }
    }
  return TRUE;
}

/**
 * klaster_stress_new:
 * @job: a layout
 * @members: (array length=n_members): a connected part of its graph
 * @n_members: their number; two bytes are needed for each pair
 *
 * Returns: (transfer full) (nullable): distances; %NULL only when cancelled
 */
KlasterStress *
klaster_stress_new (KlasterLayoutJob *job,
                    const guint32    *members,
                    guint             n_members)
{
  KlasterStress *self = g_new0 (KlasterStress, 1);
  guint64 state = job->options->seed;

  self->job = job;
  self->n_members = n_members;
  self->members = g_memdup2 (members, n_members * sizeof *members);
  self->distances = g_new (guint16, (gsize) n_members * n_members + 1);
  self->order = g_new (guint32, n_members + 1);
  for (guint i = 0; i < n_members; i++)
    {
      guint k = (guint) (next_random (&state) % (i + 1));

      self->order[i] = self->order[k];
      self->order[k] = i;
    }
  if (!measure_distances (self))
    g_clear_pointer (&self, klaster_stress_free);
  return self;
}

/**
 * klaster_stress_free:
 * @self: (transfer full): distances
 */
void
klaster_stress_free (KlasterStress *self)
{
  g_free (self->members);
  g_free (self->distances);
  g_free (self->order);
  g_free (self);
}

/**
 * klaster_stress_relax:
 * @self: distances
 * @unit: how long a step is to be drawn
 * @first: of the first round
 * @last: of the last round
 * @n_rounds: how often each pair is looked at
 *
 * O(members² · rounds).
 */
void
klaster_stress_relax (KlasterStress *self,
                      double         unit,
                      double         first,
                      double         last,
                      guint          n_rounds)
{
  KlasterLayoutJob *job = self->job;
  guint n = self->n_members;
  g_autofree float *x = g_new (float, n + 1);
  g_autofree float *y = g_new (float, n + 1);
  g_autofree float *moves = g_new (float, n + 1); /* 0: pinned */

  for (guint i = 0; i < n; i++)
    {
      x[i] = (float) (job->x[self->members[i]] / unit);
      y[i] = (float) (job->y[self->members[i]] / unit);
      moves[i] = job->pinned[self->members[i]] ? 0 : 0.5f;
    }
  for (guint round = 0; round < n_rounds; round++)
    {
      double rate = n_rounds > 1 ? first * pow (last / first, (double) round / (n_rounds - 1)) : first;

      /* All pairs, in an order in which no member comes twice in a row. */
      for (guint shift = 1; shift <= n / 2; shift++)
        {
          if (shift % 64 == 0 && klaster_layout_is_cancelled (job))
            return;
          for (guint k = 0; k < (2 * shift == n ? shift : n); k++)
            {
              guint32 i = self->order[k], j = self->order[k + shift < n ? k + shift : k + shift - n];
              float distance = self->distances[(gsize) i * n + j] / (float) STEP;
              float dx = x[i] - x[j], dy = y[i] - y[j];
              float length = sqrtf (dx * dx + dy * dy) + 1e-6f;
              float mu = (float) MIN (rate / (distance * distance), 1.0);
              float step = mu * (length - distance) / length;

              x[i] -= moves[i] * step * dx;
              y[i] -= moves[i] * step * dy;
              x[j] += moves[j] * step * dx;
              y[j] += moves[j] * step * dy;
            }
        }
    }
  for (guint i = 0; i < n; i++)
    if (moves[i] > 0)
      {
        job->x[self->members[i]] = x[i] * unit;
        job->y[self->members[i]] = y[i] * unit;
      }
}
