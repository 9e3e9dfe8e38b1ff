/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include "klaster-duplicates.h"

/* Rows that only say that two things belong together: a second one with the same ends says nothing new. */
static const KlasterTable link_tables[] = {
  KLASTER_TABLE_AGREEMENT_PARTY,
  KLASTER_TABLE_PROJECT_MEMBER,
  KLASTER_TABLE_PROGRAMME_MEMBER,
  KLASTER_TABLE_COURSE_RUN_MEMBER,
  KLASTER_TABLE_ACTIVITY_PARTICIPANT,
  KLASTER_TABLE_LAYOUT,
};

typedef struct
{
  KlasterEdit *edit;
  KlasterSnapshot *snapshot;
  gint64 keep_id;
  gint64 lose_id;
} Join;

static gboolean
is_link_table (KlasterTable table)
{
  for (guint i = 0; i < G_N_ELEMENTS (link_tables); i++)
    if (link_tables[i] == table)
      return TRUE;

  return FALSE;
}

static gboolean
tells_links_apart (const KlasterColumnInfo *column)
{
  return column->type == KLASTER_COLUMN_REFERENCE
         || (column->type == KLASTER_COLUMN_TOKEN && (column->flags & KLASTER_COLUMN_REQUIRED));
}

/* The row by which @keep is already linked to what @row links @lose with: every other reference is the same, and every word
 * without which there is no such row. */
static KlasterRow *
find_twin (const Join       *join,
           const KlasterRow *row,
           guint             column)
{
  KlasterTable table = klaster_row_get_table (row);
  const KlasterTableInfo *info = klaster_schema_get_table (table);
  KlasterReferrerIter iter;
  KlasterRow *other;

  klaster_referrer_iter_init (&iter, join->snapshot, table, column, join->keep_id);
  while (klaster_referrer_iter_next (&iter, &other))
    {
      gboolean same = TRUE;

      for (guint i = 1; i < info->n_columns && same; i++)
        if (i != column && tells_links_apart (&info->columns[i]))
          same = klaster_value_equal (klaster_row_get_value (row, i), klaster_row_get_value (other, i));
      if (same)
        return other;
    }

  return NULL;
}

/* Takes over what @from says where @to says nothing. */
static void
fill_row (const Join       *join,
          const KlasterRow *to,
          const KlasterRow *from)
{
  KlasterTable table = klaster_row_get_table (to);

  for (guint i = 1; i < klaster_schema_get_table (table)->n_columns; i++)
    if (klaster_row_is_null (to, i) && !klaster_row_is_null (from, i))
      klaster_edit_set (join->edit, table, klaster_row_get_id (to), i, klaster_row_get_value (from, i));
}

static gboolean
would_link_itself (const Join       *join,
                   const KlasterRow *row)
{
  gint64 from, to;

  if (klaster_row_get_table (row) != KLASTER_TABLE_COOPERATION)
    return FALSE;

  from = klaster_row_get_integer (row, KLASTER_COOPERATION_FROM_ID);
  to = klaster_row_get_integer (row, KLASTER_COOPERATION_TO_ID);

  return (from == join->keep_id && to == join->lose_id) || (from == join->lose_id && to == join->keep_id);
}

static void
move_row (const Join       *join,
          const KlasterRow *row,
          guint             column)
{
  KlasterTable table = klaster_row_get_table (row);
  gint64 id = klaster_row_get_id (row);
  KlasterRow *twin;

  if (would_link_itself (join, row))
    {
      /* Both ends are found; it is deleted once. */
      if (column == KLASTER_COOPERATION_FROM_ID)
        klaster_edit_delete (join->edit, table, id);
      return;
    }
  twin = is_link_table (table) ? find_twin (join, row, column) : NULL;
  if (twin)
    {
      fill_row (join, twin, row);
      klaster_edit_delete (join->edit, table, id);
      return;
    }
  /* A unit of the record that goes may be the very record that stays. */
  if (table == KLASTER_TABLE_INSTITUTION && id == join->keep_id)
    {
      klaster_edit_set (join->edit, table, id, column, KLASTER_NULL);
      return;
    }
  if (table == KLASTER_TABLE_INSTITUTION && id == join->lose_id)
    return;

  klaster_edit_set (join->edit, table, id, column, KLASTER_INTEGER (join->keep_id));
}

static void
move_references (const Join *join)
{
  for (guint t = 0; t < KLASTER_N_TABLES; t++)
    {
      const KlasterTableInfo *info = klaster_schema_get_table (t);

      for (guint c = 1; c < info->n_columns; c++)
        {
          KlasterReferrerIter iter;
          KlasterRow *row;

          if (info->columns[c].type != KLASTER_COLUMN_REFERENCE || info->columns[c].target != KLASTER_TABLE_INSTITUTION)
            continue;
          klaster_referrer_iter_init (&iter, join->snapshot, t, c, join->lose_id);
          while (klaster_referrer_iter_next (&iter, &row))
            move_row (join, row, c);
        }
    }
}

/* Attachments name their owner by table and number, which is no reference column. */
static void
move_attachments (const Join *join)
{
  KlasterRowIter iter;
  KlasterRow *row;

  klaster_row_iter_init (&iter, join->snapshot, KLASTER_TABLE_ATTACHMENT);
  while (klaster_row_iter_next (&iter, &row))
    if (g_strcmp0 (klaster_row_get_text (row, KLASTER_ATTACHMENT_OWNER_TABLE), "institution") == 0
        && klaster_row_get_integer (row, KLASTER_ATTACHMENT_OWNER_ID) == join->lose_id)
      klaster_edit_set (join->edit, KLASTER_TABLE_ATTACHMENT, klaster_row_get_id (row), KLASTER_ATTACHMENT_OWNER_ID,
                        KLASTER_INTEGER (join->keep_id));
}

static void
fill_attributes (const Join       *join,
                 const KlasterRow *keep,
                 const KlasterRow *lose)
{
  gboolean move_place = klaster_row_is_null (keep, KLASTER_INSTITUTION_LON)
                        && !klaster_row_is_null (lose, KLASTER_INSTITUTION_LON);

  for (guint i = 1; i < KLASTER_INSTITUTION_N_COLUMNS; i++)
    {
      const char *kept, *lost;

      if (i == KLASTER_INSTITUTION_LON || i == KLASTER_INSTITUTION_LAT)
        {
          /* Half of one place and half of another would be a third one. */
          if (move_place)
            klaster_edit_set (join->edit, KLASTER_TABLE_INSTITUTION, join->keep_id, i, klaster_row_get_value (lose, i));
          continue;
        }
      if (klaster_row_is_null (lose, i))
        continue;
      if (i == KLASTER_INSTITUTION_PARENT_ID
          && klaster_row_get_integer (lose, i) == join->keep_id)
        continue;
      if (klaster_row_is_null (keep, i))
        {
          klaster_edit_set (join->edit, KLASTER_TABLE_INSTITUTION, join->keep_id, i, klaster_row_get_value (lose, i));
          continue;
        }
      if (i != KLASTER_INSTITUTION_NOTES)
        continue;

      /* Notes of both are worth keeping. */
      kept = klaster_row_get_text (keep, i);
      lost = klaster_row_get_text (lose, i);
      if (strstr (kept, lost) == NULL)
        {
          g_autofree char *both = g_strconcat (kept, "\n", lost, NULL);

          klaster_edit_set (join->edit, KLASTER_TABLE_INSTITUTION, join->keep_id, i, KLASTER_TEXT (both));
        }
    }
}

/**
 * klaster_edit_join_institutions:
 * @edit: the edit to add to
 * @snapshot: the content that it will be committed on
 * @keep_id: the record that stays
 * @lose_id: another record of the same institution
 *
 * Everything that refers to @lose_id refers to @keep_id afterwards. A cooperation between the two goes; of two equal
 * memberships (party to one agreement, member of one project, …) one stays, with what either says. What @keep_id leaves
 * unknown is taken from @lose_id, which is then deleted.
 */
void
klaster_edit_join_institutions (KlasterEdit     *edit,
                                KlasterSnapshot *snapshot,
                                gint64           keep_id,
                                gint64           lose_id)
{
  Join join = { edit, snapshot, keep_id, lose_id };
  KlasterRow *keep, *lose;

  g_return_if_fail (edit != NULL && snapshot != NULL);
  g_return_if_fail (keep_id != lose_id);

  keep = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, keep_id);
  lose = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, lose_id);
  g_return_if_fail (keep != NULL && lose != NULL);

  move_references (&join);
  move_attachments (&join);
  fill_attributes (&join, keep, lose);
  klaster_edit_delete (edit, KLASTER_TABLE_INSTITUTION, lose_id);
}
