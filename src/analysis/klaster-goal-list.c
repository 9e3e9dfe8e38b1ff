/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include "klaster-derive.h"
#include "klaster-goal.h"
#include "klaster-text.h"

/* The heading over the members has no record. */
#define MEMBERS_KEY G_GINT64_CONSTANT (-1)

typedef struct _Node Node;

struct _Node
{
  const KlasterRow *goal;
  Node *parent;
  GPtrArray *children; /* Node */
  char *key;           /* what siblings are sorted by */
  guint n_serving;
  guint n_below;       /* that serve it or what lies below it */
  gboolean listed;
};

typedef struct
{
  gint64 id;
  char *key;
  const KlasterRow *row;
} Member;

typedef struct
{
  KlasterSnapshot *snapshot;
  const char *date;
  GHashTable *closed;
  KlasterLanguage language;
  GHashTable *nodes;     /* goal → Node */
  GHashTable *by_member; /* institution → GPtrArray of Node */
  GPtrArray *roots;      /* Node */
  KlasterGoalList *list;
} Builder;

static void
node_free (gpointer data)
{
  Node *node = data;

  g_ptr_array_unref (node->children);
  g_free (node->key);
  g_free (node);
}

static int
compare_nodes (gconstpointer a,
               gconstpointer b)
{
  const Node *left = *(const Node *const *) a, *right = *(const Node *const *) b;
  int difference = strcmp (left->key, right->key);

  return difference != 0 ? difference : klaster_row_get_id (left->goal) < klaster_row_get_id (right->goal) ? -1 : 1;
}

static int
compare_members (gconstpointer a,
                 gconstpointer b)
{
  const Member *left = a, *right = b;
  int difference = strcmp (left->key, right->key);

  return difference != 0 ? difference : left->id < right->id ? -1 : 1;
}

/**
 * klaster_goal_row_get_key:
 * @row: a row
 *
 * Returns: what names it, the same for the same record
 */
gint64
klaster_goal_row_get_key (const KlasterGoalRow *row)
{
  return row->kind == KLASTER_GOAL_ROW_MEMBERS ? MEMBERS_KEY : row->id;
}

/* Of siblings, the cluster's own goals come first, then what is due first. */
static char *
make_key (Builder          *self,
          const KlasterRow *goal)
{
  const char *due = klaster_row_get_text (goal, KLASTER_GOAL_DUE);
  const char *text = klaster_row_get_text (goal, KLASTER_GOAL_TEXT);
  g_autofree char *collated = klaster_text_collate_key (text ? text : "");

  return g_strdup_printf ("%d%s\x01%s", !klaster_row_is_null (goal, KLASTER_GOAL_INSTITUTION_ID), due ? due : "9999-99-99",
                          collated);
}

static void
make_nodes (Builder *self)
{
  KlasterRowIter iter;
  GHashTableIter nodes;
  KlasterRow *goal;
  gpointer value;

  klaster_row_iter_init (&iter, self->snapshot, KLASTER_TABLE_GOAL);
  while (klaster_row_iter_next (&iter, &goal))
    {
      Node *node = g_new0 (Node, 1);
      gint64 id = klaster_row_get_id (goal);

      node->goal = goal;
      node->children = g_ptr_array_new ();
      node->key = make_key (self, goal);
      g_hash_table_insert (self->nodes, g_memdup2 (&id, sizeof id), node);
    }

  g_hash_table_iter_init (&nodes, self->nodes);
  while (g_hash_table_iter_next (&nodes, NULL, &value))
    {
      Node *node = value;
      gint64 parent = klaster_row_get_integer (node->goal, KLASTER_GOAL_PARENT_ID);
      gint64 institution = klaster_row_get_integer (node->goal, KLASTER_GOAL_INSTITUTION_ID);

      node->parent = g_hash_table_lookup (self->nodes, &parent);
      if (node->parent)
        g_ptr_array_add (node->parent->children, node);
      else if (institution == 0)
        g_ptr_array_add (self->roots, node);
      if (institution != 0)
        {
          GPtrArray *goals = g_hash_table_lookup (self->by_member, &institution);

          if (goals == NULL)
            {
              goals = g_ptr_array_new ();
              g_hash_table_insert (self->by_member, g_memdup2 (&institution, sizeof institution), goals);
            }
          g_ptr_array_add (goals, node);
        }
    }
}

/* One pass over each table instead of one question for each goal. */
static void
count_serving (Builder *self)
{
  static const struct
  {
    KlasterTable table;
    guint column;
  } tables[] = {
    { KLASTER_TABLE_COOPERATION, KLASTER_COOPERATION_GOAL_ID },
    { KLASTER_TABLE_FURTHER_GOAL, KLASTER_FURTHER_GOAL_GOAL_ID }, /* no edit leaves a pair twice */
    { KLASTER_TABLE_AGREEMENT, KLASTER_AGREEMENT_GOAL_ID },
    { KLASTER_TABLE_PROJECT, KLASTER_PROJECT_GOAL_ID },
    { KLASTER_TABLE_ACTIVITY, KLASTER_ACTIVITY_GOAL_ID },
  };

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      KlasterRowIter iter;
      KlasterRow *row;

      klaster_row_iter_init (&iter, self->snapshot, tables[i].table);
      while (klaster_row_iter_next (&iter, &row))
        {
          gint64 id = klaster_row_get_integer (row, tables[i].column);
          Node *node = id ? g_hash_table_lookup (self->nodes, &id) : NULL;

          if (node == NULL)
            continue;
          node->n_serving++;
          /* Goals never form a circle: edits that would make one are refused. */
          for (; node; node = node->parent)
            node->n_below++;
        }
    }
}

static gboolean
is_closed (Builder *self,
           gint64   key)
{
  return self->closed && g_hash_table_contains (self->closed, &key);
}

static guint
get_flags (Builder    *self,
           const Node *node)
{
  gboolean open = g_strcmp0 (klaster_row_get_text (node->goal, KLASTER_GOAL_STATE), "reached") != 0 &&
                  g_strcmp0 (klaster_row_get_text (node->goal, KLASTER_GOAL_STATE), "dropped") != 0;

  return (open && node->n_below == 0 ? KLASTER_GOAL_UNSERVED : 0) |
         (klaster_goal_is_overdue (node->goal, self->date) ? KLASTER_GOAL_OVERDUE : 0);
}

static void
add_goal (Builder *self,
          Node    *node,
          guint    depth,
          gboolean hidden)
{
  KlasterGoalRow row = { KLASTER_GOAL_ROW_GOAL, klaster_row_get_id (node->goal), depth, node->children->len, FALSE,
                         node->n_serving, get_flags (self, node) };

  if (!node->listed)
    {
      node->listed = TRUE;
      self->list->n_goals++;
      self->list->n_unserved += (row.flags & KLASTER_GOAL_UNSERVED) != 0;
      self->list->n_overdue += (row.flags & KLASTER_GOAL_OVERDUE) != 0;
    }
  row.closed = row.n_children > 0 && is_closed (self, row.id);
  if (!hidden)
    g_array_append_val (self->list->rows, row);
  g_ptr_array_sort (node->children, compare_nodes);
  for (guint i = 0; i < node->children->len; i++)
    add_goal (self, node->children->pdata[i], depth + 1, hidden || row.closed);
}

/* Goals of its own that are not below another one of its own. */
static void
add_member (Builder      *self,
            const Member *member,
            gboolean      hidden)
{
  GPtrArray *goals = g_hash_table_lookup (self->by_member, &member->id);
  KlasterGoalRow row = { KLASTER_GOAL_ROW_MEMBER, member->id, 1, 0, FALSE, 0, 0 };
  g_autoptr (GPtrArray) tops = g_ptr_array_new ();

  for (guint i = 0; goals && i < goals->len; i++)
    {
      Node *node = goals->pdata[i];

      if (node->parent == NULL || klaster_row_get_integer (node->parent->goal, KLASTER_GOAL_INSTITUTION_ID) != member->id)
        g_ptr_array_add (tops, node);
    }
  g_ptr_array_sort (tops, compare_nodes);
  row.n_children = tops->len;
  row.closed = tops->len > 0 && is_closed (self, member->id);
  row.flags = (tops->len == 0 ? KLASTER_GOAL_NO_GOAL : 0) |
              (klaster_row_is_null (member->row, KLASTER_INSTITUTION_INTEREST) ? KLASTER_GOAL_NO_INTEREST : 0);
  self->list->n_silent += row.flags != 0;
  if (!hidden)
    g_array_append_val (self->list->rows, row);
  for (guint i = 0; i < tops->len; i++)
    add_goal (self, tops->pdata[i], 2, hidden || row.closed);
}

/* Members, and whoever else has a goal. */
static gboolean
is_listed (Builder          *self,
           const KlasterRow *institution)
{
  const char *role = klaster_row_get_text (institution, KLASTER_INSTITUTION_ROLE);
  gint64 id = klaster_row_get_id (institution);

  return g_strcmp0 (role, "integrator") == 0 || g_strcmp0 (role, "core") == 0 || g_strcmp0 (role, "member") == 0 ||
         g_hash_table_contains (self->by_member, &id);
}

static void
add_members (Builder      *self,
             GCancellable *cancellable)
{
  g_autoptr (GArray) members = g_array_new (FALSE, FALSE, sizeof (Member));
  KlasterGoalRow heading = { KLASTER_GOAL_ROW_MEMBERS, 0, 0, 0, FALSE, 0, 0 };
  KlasterRowIter iter;
  KlasterRow *row;

  klaster_row_iter_init (&iter, self->snapshot, KLASTER_TABLE_INSTITUTION);
  while (klaster_row_iter_next (&iter, &row) && !g_cancellable_is_cancelled (cancellable))
    if (is_listed (self, row))
      {
        g_autofree char *name = klaster_record_describe (self->snapshot, row, self->language);
        Member member = { klaster_row_get_id (row), klaster_text_collate_key (name), row };

        g_array_append_val (members, member);
      }
  g_array_sort (members, compare_members);
  heading.n_children = members->len;
  heading.closed = members->len > 0 && is_closed (self, MEMBERS_KEY);
  if (members->len > 0)
    g_array_append_val (self->list->rows, heading);
  for (guint i = 0; i < members->len; i++)
    {
      Member *member = &g_array_index (members, Member, i);

      add_member (self, member, heading.closed);
      g_free (member->key);
    }
}

/* A goal is found by its text and by whose it is, a member by its names and its interest. */
static gboolean
row_matches (Builder              *self,
             const KlasterGoalRow *row,
             const char           *folded_search)
{
  static const guint columns[] = { KLASTER_INSTITUTION_NAME_UZ, KLASTER_INSTITUTION_NAME_UZ_CYRL, KLASTER_INSTITUTION_NAME_RU,
                                   KLASTER_INSTITUTION_NAME_EN, KLASTER_INSTITUTION_SHORT_NAME, KLASTER_INSTITUTION_INTEREST };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *folded = NULL;
  KlasterRow *institution = NULL;

  if (row->kind == KLASTER_GOAL_ROW_GOAL)
    {
      KlasterRow *goal = klaster_snapshot_lookup (self->snapshot, KLASTER_TABLE_GOAL, row->id);
      const char *goal_text = klaster_row_get_text (goal, KLASTER_GOAL_TEXT);

      g_string_append (text, goal_text ? goal_text : "");
      institution = klaster_snapshot_lookup (self->snapshot, KLASTER_TABLE_INSTITUTION,
                                             klaster_row_get_integer (goal, KLASTER_GOAL_INSTITUTION_ID));
    }
  else if (row->kind == KLASTER_GOAL_ROW_MEMBER)
    {
      institution = klaster_snapshot_lookup (self->snapshot, KLASTER_TABLE_INSTITUTION, row->id);
    }
  /* The interest is the member's, not that of each of its goals. */
  for (guint i = 0; institution && i < G_N_ELEMENTS (columns) - (row->kind == KLASTER_GOAL_ROW_GOAL); i++)
    if (!klaster_row_is_null (institution, columns[i]))
      g_string_append_printf (text, " %s", klaster_row_get_text (institution, columns[i]));
  folded = klaster_text_fold (text->str);

  return klaster_text_matches (folded, folded_search);
}

/* Leaves what matches and what lies above it: a row stands behind the one that it belongs to. */
static void
keep_found (Builder      *self,
            const char   *search,
            GCancellable *cancellable)
{
  g_autofree char *folded = klaster_text_fold (search);
  GArray *rows = self->list->rows;
  g_autoptr (GArray) kept = g_array_new (FALSE, FALSE, sizeof (KlasterGoalRow));
  guint wanted = 0; /* depths from 0 of which an ancestor of a kept row is looked for: the next row above with this depth */

  for (guint i = rows->len; i > 0 && !g_cancellable_is_cancelled (cancellable); i--)
    {
      KlasterGoalRow row = g_array_index (rows, KlasterGoalRow, i - 1);
      gboolean matches = row_matches (self, &row, folded);

      self->list->n_found += matches;
      if (!matches && row.depth + 1 != wanted)
        continue;
      wanted = row.depth;
      /* There is nothing to open or close now. */
      row.n_children = 0;
      g_array_append_val (kept, row);
    }
  g_array_set_size (rows, 0);
  for (guint i = kept->len; i > 0; i--)
    g_array_append_val (rows, g_array_index (kept, KlasterGoalRow, i - 1));
}

/**
 * klaster_goal_list_new:
 * @snapshot: a snapshot
 * @date: what today is, a valid date
 * @closed: (nullable) (element-type gint64): keys of rows whose children are hidden
 * @search: (nullable): words; only what matches is listed, with what lies above it, whatever is closed
 * @language: in whose names members are sorted
 * @cancellable: (nullable): stops it
 *
 * Lists the cluster's goals with their objectives, and below them every member with its own. A member's goal that is an
 * objective of the cluster's stands in both.
 *
 * Returns: (transfer full) (nullable): the tree as rows, %NULL when it was cancelled
 */
KlasterGoalList *
klaster_goal_list_new (KlasterSnapshot *snapshot,
                       const char      *date,
                       GHashTable      *closed,
                       const char      *search,
                       KlasterLanguage  language,
                       GCancellable    *cancellable)
{
  gboolean searching = search != NULL && *search != '\0';
  Builder self = { snapshot, date, searching ? NULL : closed, language };

  g_return_val_if_fail (snapshot != NULL && klaster_date_is_valid (date), NULL);

  self.list = g_new0 (KlasterGoalList, 1);
  self.list->rows = g_array_new (FALSE, FALSE, sizeof (KlasterGoalRow));
  self.nodes = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, node_free);
  self.by_member = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self.roots = g_ptr_array_new ();
  make_nodes (&self);
  count_serving (&self);
  g_ptr_array_sort (self.roots, compare_nodes);
  for (guint i = 0; i < self.roots->len; i++)
    add_goal (&self, self.roots->pdata[i], 0, FALSE);
  add_members (&self, cancellable);
  if (searching)
    keep_found (&self, search, cancellable);
  g_ptr_array_unref (self.roots);
  g_hash_table_unref (self.by_member);
  g_hash_table_unref (self.nodes);
  if (g_cancellable_is_cancelled (cancellable))
    g_clear_pointer (&self.list, klaster_goal_list_free);

  return self.list;
}

/**
 * klaster_goal_list_free:
 * @self: (transfer full): a list
 */
void
klaster_goal_list_free (KlasterGoalList *self)
{
  g_array_unref (self->rows);
  g_free (self);
}
