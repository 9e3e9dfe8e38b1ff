/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The register of agreements: what search, filters, order and groups look at. */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "klaster-list.h"
#include "klaster-query-private.h"
#include "klaster-register.h"
#include "klaster-text.h"

typedef struct
{
  KlasterEntry entry;  /* its tie key is that of the number */
  GPtrArray *sources;  /* rows of parties, their institutions and clauses that texts are made of */
  char *party_name;    /* the one beside the hub; NULL: none */
  char *party_key;     /* its collation key */
  GStrv areas;
  KlasterAgreementFacts facts;
} AgreementEntry;

/* What other tables hold does not show in the register. */
static const KlasterTable tables[] = {
  KLASTER_TABLE_AGREEMENT, KLASTER_TABLE_AGREEMENT_PARTY, KLASTER_TABLE_AGREEMENT_CLAUSE, KLASTER_TABLE_OBLIGATION,
  KLASTER_TABLE_INSTITUTION, KLASTER_TABLE_COOPERATION, KLASTER_TABLE_COOPERATION_AGREEMENT, KLASTER_TABLE_GOAL,
  KLASTER_TABLE_PARAMETER, KLASTER_TABLE_VOCABULARY,
};

static void
collect_sources (KlasterSnapshot *snapshot,
                 gint64           id,
                 GPtrArray       *sources)
{
  KlasterReferrerIter iter;
  KlasterRow *row;

  klaster_referrer_iter_init (&iter, snapshot, KLASTER_TABLE_AGREEMENT_PARTY, KLASTER_AGREEMENT_PARTY_AGREEMENT_ID, id);
  while (klaster_referrer_iter_next (&iter, &row))
    {
      KlasterRow *institution;

      g_ptr_array_add (sources, row);
      institution = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION,
                                             klaster_row_get_integer (row, KLASTER_AGREEMENT_PARTY_INSTITUTION_ID));
      if (institution)
        g_ptr_array_add (sources, institution);
    }
  klaster_referrer_iter_init (&iter, snapshot, KLASTER_TABLE_AGREEMENT_CLAUSE, KLASTER_AGREEMENT_CLAUSE_AGREEMENT_ID, id);
  while (klaster_referrer_iter_next (&iter, &row))
    g_ptr_array_add (sources, row);
}

static gboolean
same_sources (const GPtrArray *a,
              const GPtrArray *b)
{
  return a->len == b->len && (a->len == 0 || memcmp (a->pdata, b->pdata, a->len * sizeof *a->pdata) == 0);
}

static gboolean
is_current (const KlasterEntry *entry,
            KlasterSnapshot    *snapshot)
{
  g_autoptr (GPtrArray) sources = g_ptr_array_new ();

  collect_sources (snapshot, entry->id, sources);

  return same_sources (((const AgreementEntry *) entry)->sources, sources);
}

static void
clear (KlasterEntry *entry)
{
  AgreementEntry *agreement = (AgreementEntry *) entry;

  g_clear_pointer (&agreement->sources, g_ptr_array_unref);
  g_clear_pointer (&agreement->party_name, g_free);
  g_clear_pointer (&agreement->party_key, g_free);
  g_clear_pointer (&agreement->areas, g_strfreev);
}

static void
fill (KlasterEntry      *entry,
      KlasterQueryIndex *index,
      KlasterSnapshot   *snapshot)
{
  AgreementEntry *agreement = (AgreementEntry *) entry;

  agreement->sources = g_ptr_array_new_with_free_func ((GDestroyNotify) klaster_row_unref);
  collect_sources (snapshot, entry->id, agreement->sources);
  for (guint i = 0; i < agreement->sources->len; i++)
    {
      const KlasterRow *row = klaster_row_ref (agreement->sources->pdata[i]);
      const char *name;

      if (klaster_row_get_table (row) != KLASTER_TABLE_INSTITUTION ||
          g_strcmp0 (klaster_row_get_text (row, KLASTER_INSTITUTION_ROLE), "integrator") == 0)
        continue;
      name = klaster_row_get_name (row, KLASTER_INSTITUTION_NAME_UZ, index->language);
      if (agreement->party_name == NULL || klaster_text_compare (name, agreement->party_name) < 0)
        {
          g_free (agreement->party_name);
          agreement->party_name = g_strdup (name);
        }
    }
  agreement->party_key = agreement->party_name ? klaster_text_collate_key (agreement->party_name) : NULL;
  agreement->areas = klaster_list_parse (klaster_row_get_text (entry->row, KLASTER_AGREEMENT_AREAS));
  entry->tie_key = klaster_text_collate_key (klaster_row_get_text (entry->row, KLASTER_AGREEMENT_NUMBER));
}

static void
append_text (const KlasterEntry *entry,
             KlasterQueryIndex  *index,
             KlasterSnapshot    *snapshot,
             GString            *text)
{
  static const guint own[] = { KLASTER_AGREEMENT_NUMBER, KLASTER_AGREEMENT_TITLE, KLASTER_AGREEMENT_LEGAL_BASIS,
                               KLASTER_AGREEMENT_NOTES };
  const GPtrArray *sources = ((const AgreementEntry *) entry)->sources;
  const char *kind = klaster_row_get_text (entry->row, KLASTER_AGREEMENT_KIND);

  for (guint i = 0; i < G_N_ELEMENTS (own); i++)
    klaster_entry_append_cell (entry->row, own[i], text);
  if (kind)
    g_string_append_printf (text, "%s\n", klaster_vocabulary_get_name (snapshot, "agreement_kinds", kind, index->language));
  for (guint i = 0; i < sources->len; i++)
    {
      const KlasterRow *row = sources->pdata[i];

      switch ((int) klaster_row_get_table (row))
        {
        case KLASTER_TABLE_INSTITUTION:
          for (guint c = KLASTER_INSTITUTION_NAME_UZ; c <= KLASTER_INSTITUTION_SHORT_NAME; c++)
            klaster_entry_append_cell (row, c, text);
          break;
        case KLASTER_TABLE_AGREEMENT_PARTY:
          klaster_entry_append_cell (row, KLASTER_AGREEMENT_PARTY_ROLE, text);
          break;
        default:
          klaster_entry_append_cell (row, KLASTER_AGREEMENT_CLAUSE_EVIDENCE, text);
          klaster_entry_append_cell (row, KLASTER_AGREEMENT_CLAUSE_NOTES, text);
          break;
        }
    }
}

static void
derive (KlasterEntry    *entry,
        KlasterSnapshot *snapshot,
        const char      *date)
{
  klaster_agreement_get_facts (snapshot, entry->row, date, &((AgreementEntry *) entry)->facts);
}

/* Valid on some day of the period. What has no dates yet is still to come and belongs to every year. */
static gboolean
is_in_period (const KlasterEntry *entry,
              const char         *first,
              const char         *last)
{
  const char *from = klaster_row_get_text (entry->row, KLASTER_AGREEMENT_VALID_FROM);
  const char *to = klaster_row_get_text (entry->row, KLASTER_AGREEMENT_VALID_TO);
  const char *terminated = klaster_row_get_text (entry->row, KLASTER_AGREEMENT_TERMINATED_ON);

  if (last && from && strcmp (from, last) > 0)
    return FALSE;
  if (first && to && strcmp (to, first) < 0)
    return FALSE;

  return !(first && terminated && strcmp (terminated, first) <= 0);
}

static gboolean
has_party (const KlasterEntry *entry,
           gint64              institution_id)
{
  const GPtrArray *sources = ((const AgreementEntry *) entry)->sources;

  for (guint i = 0; i < sources->len; i++)
    if (klaster_row_get_table (sources->pdata[i]) == KLASTER_TABLE_INSTITUTION &&
        klaster_row_get_id (sources->pdata[i]) == institution_id)
      return TRUE;

  return FALSE;
}

static guint
get_values (const KlasterEntry *entry,
            guint               facet,
            const char         *values[KLASTER_QUERY_MAX_VALUES])
{
  const AgreementEntry *agreement = (const AgreementEntry *) entry;
  guint n = 0;

  values[0] = NULL;
  switch ((KlasterRegisterFacet) facet)
    {
    case KLASTER_REGISTER_BY_STATUS:
      values[0] = agreement->facts.status;
      break;
    case KLASTER_REGISTER_BY_KIND:
      values[0] = klaster_row_get_text (entry->row, KLASTER_AGREEMENT_KIND);
      break;
    case KLASTER_REGISTER_BY_AREA:
      for (; agreement->areas && agreement->areas[n] && n < KLASTER_QUERY_MAX_VALUES; n++)
        values[n] = agreement->areas[n];
      return n;
    case KLASTER_REGISTER_BY_ATTENTION:
      values[0] = agreement->facts.attention ? "yes" : NULL;
      break;
    case KLASTER_REGISTER_N_FACETS:
    default:
      g_assert_not_reached ();
    }

  return values[0] != NULL;
}

/* What is about to end comes first, what has ended last. */
static int
rank_status (const char *status)
{
  static const char *const order[] = { "expiring", "in_force", "signed", "draft", "expired", "terminated", NULL };

  return klaster_tokens_find (order, status);
}

static KlasterSortKey
make_text_key (const char *text)
{
  return (KlasterSortKey) { text, NAN, text == NULL };
}

static KlasterSortKey
make_number_key (double   number,
                 gboolean unknown)
{
  return (KlasterSortKey) { NULL, number, unknown };
}

/* What stands in the cell. Names of other records may change without this row. */
static KlasterSortKey
make_shown_key (KlasterEntry          *entry,
                KlasterQueryIndex     *index,
                KlasterSnapshot       *snapshot,
                KlasterRegisterColumn  column)
{
  gboolean names_others = column == KLASTER_REGISTER_GOAL || column == KLASTER_REGISTER_RENEWS;

  if (names_others || entry->sort_key == NULL)
    {
      g_autofree char *shown = klaster_register_column_get_text (column, snapshot, entry->row,
                                                                 &((AgreementEntry *) entry)->facts, index->language);

      g_free (entry->sort_key);
      entry->sort_key = klaster_text_collate_key (shown);
    }

  return (KlasterSortKey) { entry->sort_key, NAN, *entry->sort_key == '\0' };
}

static KlasterSortKey
get_sort_key (KlasterEntry      *entry,
              KlasterQueryIndex *index,
              KlasterSnapshot   *snapshot,
              gint               column)
{
  const KlasterAgreementFacts *facts = &((AgreementEntry *) entry)->facts;
  KlasterSortKey key;

  switch ((KlasterRegisterColumn) column)
    {
    case KLASTER_REGISTER_NUMBER:
      return make_text_key (klaster_row_is_null (entry->row, KLASTER_AGREEMENT_NUMBER) ? NULL : entry->tie_key);
    case KLASTER_REGISTER_KIND:
      return make_number_key (klaster_row_get_token (entry->row, KLASTER_AGREEMENT_KIND),
                              klaster_row_get_token (entry->row, KLASTER_AGREEMENT_KIND) < 0);
    case KLASTER_REGISTER_PARTIES:
      key = make_shown_key (entry, index, snapshot, column);
      key.unknown = facts->n_parties == 0;
      return key;
    case KLASTER_REGISTER_PERIOD:
      return make_text_key (klaster_row_get_text (entry->row, KLASTER_AGREEMENT_VALID_FROM));
    case KLASTER_REGISTER_STATUS:
      /* Within a status by the days that are left. */
      return make_number_key (rank_status (facts->status) * 1e7 + MIN (facts->days_left, 5000000), FALSE);
    case KLASTER_REGISTER_OBLIGATIONS:
      return make_number_key (-(facts->n_overdue * 1e10 + facts->n_due * 1e5 + facts->n_open), facts->n_obligations == 0);
    case KLASTER_REGISTER_CLAUSES:
      return make_number_key (facts->n_clauses_met, !facts->needs_clauses && facts->n_clauses_unknown == 6);
    case KLASTER_REGISTER_NOTICE_DAYS:
      return make_number_key ((double) klaster_row_get_integer (entry->row, KLASTER_AGREEMENT_NOTICE_DAYS),
                              klaster_row_is_null (entry->row, KLASTER_AGREEMENT_NOTICE_DAYS));
    case KLASTER_REGISTER_COOPERATIONS:
      return make_number_key (facts->n_cooperations, FALSE);
    case KLASTER_REGISTER_SIGNED_ON:
      return make_text_key (klaster_row_get_text (entry->row, KLASTER_AGREEMENT_SIGNED_ON));
    case KLASTER_REGISTER_TERMINATED_ON:
      return make_text_key (klaster_row_get_text (entry->row, KLASTER_AGREEMENT_TERMINATED_ON));
    case KLASTER_REGISTER_TITLE:
    case KLASTER_REGISTER_AREAS:
    case KLASTER_REGISTER_TASKS:
    case KLASTER_REGISTER_GOAL:
    case KLASTER_REGISTER_RENEWS:
    case KLASTER_REGISTER_LEGAL_BASIS:
    case KLASTER_REGISTER_NOTES:
    case KLASTER_REGISTER_N_COLUMNS:
    default:
      return make_shown_key (entry, index, snapshot, column);
    }
}

static KlasterGroupKey
get_group (const KlasterEntry            *entry,
           guint                          grouping,
           const KlasterAcademicCalendar *calendar,
           GStringChunk                  *strings)
{
  const AgreementEntry *agreement = (const AgreementEntry *) entry;
  KlasterGroupKey group = { 0, NULL };
  const char *text;

  switch ((KlasterRegisterGrouping) grouping)
    {
    case KLASTER_REGISTER_GROUP_KIND:
      group.rank = klaster_row_get_token (entry->row, KLASTER_AGREEMENT_KIND);
      if (group.rank < 0)
        group.rank = G_MAXINT;
      break;
    case KLASTER_REGISTER_GROUP_STATUS:
      group.rank = rank_status (agreement->facts.status);
      break;
    case KLASTER_REGISTER_GROUP_PARTY:
      group.key = agreement->party_key ? g_string_chunk_insert_const (strings, agreement->party_key) : NULL;
      break;
    case KLASTER_REGISTER_GROUP_YEAR:
      text = klaster_row_get_text (entry->row, KLASTER_AGREEMENT_VALID_FROM);
      if (text == NULL)
        text = klaster_row_get_text (entry->row, KLASTER_AGREEMENT_SIGNED_ON);
      if (klaster_date_is_valid (text))
        {
          g_autofree char *year = klaster_academic_calendar_get_year (calendar, text, 0);

          group.key = g_string_chunk_insert_const (strings, year);
          /* The newest first. */
          group.rank = -atoi (year);
        }
      else
        {
          group.rank = G_MAXINT;
        }
      break;
    case KLASTER_REGISTER_UNGROUPED:
    case KLASTER_REGISTER_N_GROUPINGS:
    default:
      break;
    }

  return group;
}

static char *
name_group (const KlasterEntry *entry,
            KlasterQueryIndex  *index,
            KlasterSnapshot    *snapshot,
            guint               grouping,
            KlasterGroupKey     group)
{
  const AgreementEntry *agreement = (const AgreementEntry *) entry;
  const char *kind;

  switch ((KlasterRegisterGrouping) grouping)
    {
    case KLASTER_REGISTER_GROUP_KIND:
      kind = klaster_row_get_text (entry->row, KLASTER_AGREEMENT_KIND);
      /* Translators: heading over agreements of which the kind is not known. */
      return g_strdup (kind ? klaster_vocabulary_get_name (snapshot, "agreement_kinds", kind, index->language)
                            : _("No kind given"));
    case KLASTER_REGISTER_GROUP_STATUS:
      return g_strdup (klaster_vocabulary_get_name (snapshot, "agreement_statuses", agreement->facts.status, index->language));
    case KLASTER_REGISTER_GROUP_PARTY:
      /* Translators: heading over agreements without parties. */
      return g_strdup (agreement->party_name ? agreement->party_name : _("No partner"));
    case KLASTER_REGISTER_GROUP_YEAR:
    case KLASTER_REGISTER_UNGROUPED:
    case KLASTER_REGISTER_N_GROUPINGS:
    default:
      return g_strdup (group.key ? group.key : _("No period given"));
    }
}

const KlasterListing klaster_agreement_listing = {
  .table = KLASTER_TABLE_AGREEMENT,
  .n_facets = KLASTER_REGISTER_N_FACETS,
  .n_columns = KLASTER_REGISTER_N_COLUMNS,
  .default_sort = KLASTER_REGISTER_NUMBER,
  .n_groupings = KLASTER_REGISTER_N_GROUPINGS,
  .entry_size = sizeof (AgreementEntry),
  .tables = tables,
  .n_tables = G_N_ELEMENTS (tables),
  .is_current = is_current,
  .fill = fill,
  .clear = clear,
  .append_text = append_text,
  .derive = derive,
  .is_in_period = is_in_period,
  .has_party = has_party,
  .get_values = get_values,
  .get_sort_key = get_sort_key,
  .get_group = get_group,
  .name_group = name_group,
};

G_STATIC_ASSERT (KLASTER_REGISTER_N_FACETS <= KLASTER_QUERY_MAX_FACETS);
