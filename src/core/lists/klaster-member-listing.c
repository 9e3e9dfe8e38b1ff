/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of members: what search, filters and order look at. */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>

#include "klaster-derive.h"
#include "klaster-query-private.h"
#include "klaster-text.h"

typedef struct
{
  KlasterEntry entry; /* its tie key is that of the name */
  gint8 attention;    /* klaster_institution_get_attention() */
  guint8 statuses;    /* bit set over cooperation_statuses */
} MemberEntry;

static void
fill (KlasterEntry      *entry,
      KlasterQueryIndex *index,
      KlasterSnapshot   *snapshot)
{
  entry->tie_key = klaster_text_collate_key (klaster_row_get_name (entry->row, KLASTER_INSTITUTION_NAME_UZ, index->language));
}

/* Members of one district are many; finding out which one a name means is done once. */
static const KlasterDistrict *
find_district (KlasterQueryIndex *index,
               const char        *text)
{
  gpointer official;

  if (text == NULL || *text == '\0')
    return NULL;

  if (!g_hash_table_lookup_extended (index->found, text, NULL, &official))
    {
      official = (gpointer) klaster_districts_find (text);
      g_hash_table_insert (index->found, g_strdup (text), official);
    }

  return official;
}

static void
append_text (const KlasterEntry *entry,
             KlasterQueryIndex  *index,
             KlasterSnapshot    *snapshot,
             GString            *text)
{
  static const guint columns[] = {
    KLASTER_INSTITUTION_NAME_UZ, KLASTER_INSTITUTION_NAME_UZ_CYRL, KLASTER_INSTITUTION_NAME_RU,
    KLASTER_INSTITUTION_NAME_EN, KLASTER_INSTITUTION_SHORT_NAME, KLASTER_INSTITUTION_DISTRICT,
    KLASTER_INSTITUTION_ADDRESS, KLASTER_INSTITUTION_CONTACT_PERSON, KLASTER_INSTITUTION_PHONE,
    KLASTER_INSTITUTION_EMAIL,
  };
  const KlasterDistrict *official;

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    klaster_entry_append_cell (entry->row, columns[i], text);

  /* A district is found by the name that is shown, whatever the language, and by the one in the file. */
  official = find_district (index, klaster_row_get_text (entry->row, KLASTER_INSTITUTION_DISTRICT));
  for (guint i = 0; official != NULL && i < G_N_ELEMENTS (official->names); i++)
    if (official->names[i] != NULL)
      {
        g_string_append (text, official->names[i]);
        g_string_append_c (text, '\n');
      }
}

static guint8
collect_statuses (KlasterSnapshot *snapshot,
                  gint64           id)
{
  static const guint ends[] = { KLASTER_COOPERATION_FROM_ID, KLASTER_COOPERATION_TO_ID };
  guint8 statuses = 0;

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      KlasterReferrerIter iter;
      KlasterRow *row;

      klaster_referrer_iter_init (&iter, snapshot, KLASTER_TABLE_COOPERATION, ends[i], id);
      while (klaster_referrer_iter_next (&iter, &row))
        {
          gint status = klaster_row_get_token (row, KLASTER_COOPERATION_STATUS);

          if (status >= 0)
            statuses |= 1u << status;
        }
    }

  return statuses;
}

static void
derive (KlasterEntry    *entry,
        KlasterSnapshot *snapshot,
        const char      *date)
{
  MemberEntry *member = (MemberEntry *) entry;

  member->statuses = collect_statuses (snapshot, entry->id);
  member->attention = (gint8) klaster_institution_get_attention (snapshot, entry->id, date);
}

static gboolean
is_unplaced (const KlasterEntry *entry)
{
  return klaster_row_is_null (entry->row, KLASTER_INSTITUTION_LON);
}

static guint
get_values (const KlasterEntry *entry,
            guint               facet,
            const char         *values[KLASTER_QUERY_MAX_VALUES])
{
  const MemberEntry *member = (const MemberEntry *) entry;
  const char *const *tokens;
  const char *text = NULL;
  guint n = 0;

  switch ((KlasterFacet) facet)
    {
    case KLASTER_FACET_KIND:
      text = klaster_row_get_text (entry->row, KLASTER_INSTITUTION_KIND);
      break;
    case KLASTER_FACET_ROLE:
      text = klaster_row_get_text (entry->row, KLASTER_INSTITUTION_ROLE);
      break;
    case KLASTER_FACET_DISTRICT:
      text = klaster_row_get_text (entry->row, KLASTER_INSTITUTION_DISTRICT);
      break;
    case KLASTER_FACET_STATUS:
      tokens = klaster_schema_get_tokens ("cooperation_statuses");
      for (guint i = 0; tokens[i] && n < KLASTER_QUERY_MAX_VALUES; i++)
        if (member->statuses & (1u << i))
          values[n++] = tokens[i];
      if (n > 0)
        return n;
      break;
    case KLASTER_FACET_ATTENTION:
      text = member->attention >= KLASTER_ATTENTION_WARNING ? "yes" : "no";
      break;
    case KLASTER_FACET_UNPLACED:
      text = is_unplaced (entry) ? "yes" : "no";
      break;
    case KLASTER_N_FACETS:
    default:
      g_assert_not_reached ();
    }

  values[0] = text ? text : "";

  return 1;
}

static KlasterSortKey
get_sort_key (KlasterEntry      *entry,
              KlasterQueryIndex *index,
              KlasterSnapshot   *snapshot,
              gint               column)
{
  KlasterSortKey key = { NULL, NAN, FALSE };
  const KlasterColumnInfo *info;
  KlasterRow *target;

  /* The order that nobody chose: the integrator first. */
  if (column < 0)
    {
      key.number = klaster_row_get_token (entry->row, KLASTER_INSTITUTION_ROLE);
      return key;
    }
  if (klaster_row_is_null (entry->row, (guint) column))
    {
      key.unknown = TRUE;
      return key;
    }

  info = klaster_schema_get_column (KLASTER_TABLE_INSTITUTION, (guint) column);
  switch (info->type)
    {
    case KLASTER_COLUMN_INTEGER:
    case KLASTER_COLUMN_BOOLEAN:
      key.number = (double) klaster_row_get_integer (entry->row, (guint) column);
      break;
    case KLASTER_COLUMN_REAL:
      key.number = klaster_row_get_real (entry->row, (guint) column);
      break;
    case KLASTER_COLUMN_TOKEN:
      key.number = klaster_row_get_token (entry->row, (guint) column);
      break;
    case KLASTER_COLUMN_DATE:
    case KLASTER_COLUMN_TIME:
      key.text = klaster_row_get_text (entry->row, (guint) column);
      break;
    case KLASTER_COLUMN_REFERENCE:
      /* People look for a parent unit by its name, not by its number; names may change without this row. */
      target = klaster_snapshot_lookup (snapshot, info->target, klaster_row_get_integer (entry->row, (guint) column));
      g_free (entry->sort_key);
      entry->sort_key = target == NULL ? NULL : klaster_text_collate_key (
                          klaster_row_get_name (target, KLASTER_INSTITUTION_NAME_UZ, index->language));
      key.text = entry->sort_key;
      key.unknown = target == NULL;
      break;
    case KLASTER_COLUMN_TEXT:
    case KLASTER_COLUMN_LIST:
    default:
      if (column == (gint) (KLASTER_INSTITUTION_NAME_UZ + index->language))
        {
          key.text = entry->tie_key;
          break;
        }
      if (entry->sort_key == NULL)
        entry->sort_key = klaster_text_collate_key (klaster_row_get_text (entry->row, (guint) column));
      key.text = entry->sort_key;
      break;
    }

  return key;
}

const KlasterListing klaster_member_listing = {
  .table = KLASTER_TABLE_INSTITUTION,
  .n_facets = KLASTER_N_FACETS,
  .n_columns = KLASTER_INSTITUTION_N_COLUMNS,
  .default_sort = -1,
  .n_groupings = 1,
  .entry_size = sizeof (MemberEntry),
  .fill = fill,
  .append_text = append_text,
  .derive = derive,
  .is_unplaced = is_unplaced,
  .get_values = get_values,
  .get_sort_key = get_sort_key,
};

G_STATIC_ASSERT (KLASTER_N_FACETS <= KLASTER_QUERY_MAX_FACETS);
