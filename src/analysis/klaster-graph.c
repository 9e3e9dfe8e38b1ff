/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <stdlib.h>

#include "klaster-graph.h"

struct _KlasterGraph
{
  KlasterGraphMember *members;
  guint n_members;
  KlasterGraphLink *links;
  guint n_links;
  guint32 *adjacency;
};

/**
 * klaster_graph_get_level:
 * @kind: position in the token list institution_kinds; negative: unknown
 *
 * Who directs stands above who is directed: authorities, universities, research and retraining, lyceums and vocational
 * schools, additional education, schools, preschools; enterprises and associations, which work with all, at the foot.
 *
 * Returns: 0 … %KLASTER_GRAPH_N_LEVELS − 1
 */
guint
klaster_graph_get_level (int kind)
{
  /* In the order of the tokens: preschool school additional lyceum vocational higher foreign retraining research
   * authority enterprise association */
  static const guint8 levels[] = { 6, 5, 4, 3, 3, 1, 1, 2, 2, 0, 7, 7 };

  return kind >= 0 && kind < (int) G_N_ELEMENTS (levels) ? levels[kind] : 5;
}

static void
make_adjacency (KlasterGraph *self)
{
  g_autofree guint32 *fill = g_new0 (guint32, self->n_members + 1);
  guint32 first = 0;

  for (guint i = 0; i < self->n_members; i++)
    self->members[i].n_links = 0;
  for (guint i = 0; i < self->n_links; i++)
    {
      self->members[self->links[i].from].n_links++;
      self->members[self->links[i].to].n_links++;
    }
  for (guint i = 0; i < self->n_members; i++)
    {
      self->members[i].first = fill[i] = first;
      first += self->members[i].n_links;
    }
  self->adjacency = g_new (guint32, first + 1);
  for (guint i = 0; i < self->n_links; i++)
    {
      self->adjacency[fill[self->links[i].from]++] = i;
      self->adjacency[fill[self->links[i].to]++] = i;
    }
}

static guint
get_label_length (KlasterRow *row)
{
  const char *text = klaster_row_get_text (row, KLASTER_INSTITUTION_SHORT_NAME);

  /* The forms of a name in the four languages are of much the same length. */
  for (guint column = KLASTER_INSTITUTION_NAME_UZ; column <= KLASTER_INSTITUTION_NAME_EN && (text == NULL || !*text); column++)
    text = klaster_row_get_text (row, column);
  return text != NULL ? (guint) MIN (g_utf8_strlen (text, -1), 200) : 0;
}

/**
 * klaster_graph_new:
 * @snapshot: a project's content
 *
 * All institutions, and cooperation between two different ones that has not ended. O(rows · log rows). Any thread.
 *
 * Returns: (transfer full): the graph
 */
KlasterGraph *
klaster_graph_new (KlasterSnapshot *snapshot)
{
  KlasterGraph *self = g_new0 (KlasterGraph, 1);
  const char *const *statuses = klaster_schema_get_tokens ("cooperation_statuses");
  int ended = klaster_tokens_find (statuses, "ended");
  g_autoptr (GArray) links = g_array_new (FALSE, FALSE, sizeof (KlasterGraphLink));
  KlasterRowIter iter;
  KlasterRow *row;

  g_return_val_if_fail (snapshot != NULL, NULL);

  self->members = g_new0 (KlasterGraphMember, klaster_snapshot_get_n_rows (snapshot, KLASTER_TABLE_INSTITUTION) + 1);
  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_INSTITUTION);
  while (klaster_row_iter_next (&iter, &row))
    {
      int kind = klaster_row_get_token (row, KLASTER_INSTITUTION_KIND);
      int role = klaster_row_get_token (row, KLASTER_INSTITUTION_ROLE);
      double lon = klaster_row_get_real (row, KLASTER_INSTITUTION_LON);
      double lat = klaster_row_get_real (row, KLASTER_INSTITUTION_LAT);
      gboolean placed = !isnan (lon) && !isnan (lat);

      /* What is unknown is taken for what is most frequent: a school, a member. */
      self->members[self->n_members++] = (KlasterGraphMember) {
        .id = klaster_row_get_id (row),
        .kind = (guint8) (kind < 0 ? 1 : kind),
        .role = (guint8) (role < 0 ? 2 : role),
        .level = (guint8) klaster_graph_get_level (kind),
        .lon = placed ? lon : NAN,
        .lat = placed ? lat : NAN,
        .label_length = get_label_length (row),
      };
    }
  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_COOPERATION);
  while (klaster_row_iter_next (&iter, &row))
    {
      KlasterGraphLink link = {
        .id = klaster_row_get_id (row),
        .from = klaster_graph_find_member (self, klaster_row_get_integer (row, KLASTER_COOPERATION_FROM_ID)),
        .to = klaster_graph_find_member (self, klaster_row_get_integer (row, KLASTER_COOPERATION_TO_ID)),
      };

      if (link.from != G_MAXUINT32 && link.to != G_MAXUINT32 && link.from != link.to
          && klaster_row_get_token (row, KLASTER_COOPERATION_STATUS) != ended)
        g_array_append_val (links, link);
    }
  self->n_links = links->len;
  self->links = (KlasterGraphLink *) (gpointer) g_array_free (g_steal_pointer (&links), FALSE);
  make_adjacency (self);
  return self;
}

/**
 * klaster_graph_new_plain:
 * @members: (array length=n_members): ascending by id; copied
 * @n_members: their number
 * @links: (array length=n_links): copied; those from a member to itself are left out
 * @n_links: their number
 *
 * Returns: (transfer full): the graph
 */
KlasterGraph *
klaster_graph_new_plain (const KlasterGraphMember *members,
                         guint                     n_members,
                         const KlasterGraphLink   *links,
                         guint                     n_links)
{
  KlasterGraph *self = g_new0 (KlasterGraph, 1);

  self->n_members = n_members;
  self->members = g_new0 (KlasterGraphMember, n_members + 1);
  for (guint i = 0; i < n_members; i++)
    self->members[i] = members[i];
  self->links = g_new (KlasterGraphLink, n_links + 1);
  for (guint i = 0; i < n_links; i++)
    {
      g_assert (links[i].from < n_members && links[i].to < n_members);
      if (links[i].from != links[i].to)
        self->links[self->n_links++] = links[i];
    }
  make_adjacency (self);
  return self;
}

/**
 * klaster_graph_free:
 * @self: (transfer full): a graph
 */
void
klaster_graph_free (KlasterGraph *self)
{
  g_free (self->members);
  g_free (self->links);
  g_free (self->adjacency);
  g_free (self);
}

/**
 * klaster_graph_get_members:
 * @self: a graph
 * @n_members: (out): their number
 *
 * Returns: (transfer none) (array length=n_members): ascending by id
 */
const KlasterGraphMember *
klaster_graph_get_members (const KlasterGraph *self,
                           guint              *n_members)
{
  *n_members = self->n_members;
  return self->members;
}

/**
 * klaster_graph_get_links:
 * @self: a graph
 * @n_links: (out): their number
 *
 * Returns: (transfer none) (array length=n_links): the links
 */
const KlasterGraphLink *
klaster_graph_get_links (const KlasterGraph *self,
                         guint              *n_links)
{
  *n_links = self->n_links;
  return self->links;
}

/**
 * klaster_graph_get_adjacency:
 * @self: a graph
 *
 * Returns: (transfer none): positions of links, those of a member from KlasterGraphMember.first on
 */
const guint32 *
klaster_graph_get_adjacency (const KlasterGraph *self)
{
  return self->adjacency;
}

/**
 * klaster_graph_find_member:
 * @self: a graph
 * @id: of an institution
 *
 * Returns: its position, or %G_MAXUINT32
 */
guint32
klaster_graph_find_member (const KlasterGraph *self,
                           gint64              id)
{
  guint low = 0, high = self->n_members;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (self->members[middle].id < id)
        low = middle + 1;
      else
        high = middle;
    }
  return low < self->n_members && self->members[low].id == id ? low : G_MAXUINT32;
}

typedef struct
{
  guint32 first; /* its member of the lowest position */
  guint32 size;
} Component;

static int
compare_components (gconstpointer a,
                    gconstpointer b)
{
  const Component *first = a, *second = b;

  if (first->size != second->size)
    return first->size < second->size ? 1 : -1;
  return (first->first > second->first) - (first->first < second->first);
}

/**
 * klaster_graph_get_components:
 * @self: a graph
 * @component: (out) (array): for each member the number of the connected part that it is in, 0 being the largest
 *
 * O(members + links).
 *
 * Returns: how many parts there are
 */
guint
klaster_graph_get_components (const KlasterGraph *self,
                              guint32            *component)
{
  g_autofree guint32 *queue = g_new (guint32, self->n_members + 1);
  g_autofree guint32 *rank = NULL;
  g_autoptr (GArray) components = g_array_new (FALSE, FALSE, sizeof (Component));

  for (guint i = 0; i < self->n_members; i++)
    component[i] = G_MAXUINT32;
  for (guint i = 0; i < self->n_members; i++)
    {
      Component part = { i, 0 };
      guint head = 0;

      if (component[i] != G_MAXUINT32)
        continue;
      queue[part.size++] = i;
      component[i] = i;
      while (head < part.size)
        {
          const KlasterGraphMember *member = &self->members[queue[head++]];

          for (guint k = member->first; k < member->first + member->n_links; k++)
            {
              const KlasterGraphLink *link = &self->links[self->adjacency[k]];

              for (guint end = 0; end < 2; end++)
                {
                  guint32 other = end == 0 ? link->from : link->to;

                  if (component[other] == G_MAXUINT32)
                    {
                      component[other] = i;
                      queue[part.size++] = other;
                    }
                }
            }
        }
      g_array_append_val (components, part);
    }
  g_array_sort (components, compare_components);
  rank = g_new (guint32, self->n_members + 1);
  for (guint i = 0; i < components->len; i++)
    rank[g_array_index (components, Component, i).first] = i;
  for (guint i = 0; i < self->n_members; i++)
    component[i] = rank[component[i]];
  return components->len;
}
