/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "klaster-agreement.h"
#include "klaster-paper-document-private.h"
#include "klaster-translation.h"

typedef struct
{
  KlasterPaperWriter *writer;
  KlasterSnapshot *snapshot;
  KlasterRow *agreement;
  const KlasterPaperOptions *options;
  GCancellable *cancellable;
} Sheet;

static void
add_heading (Sheet      *self,
             const char *text)
{
  klaster_paper_writer_add_heading (self->writer, 1, text);
}

/* What it is: names of columns beside what stands in them; what is not known is left out. */
static gboolean
add_facts (Sheet *self)
{
  static const guint shown[] = {
    KLASTER_AGREEMENT_KIND, KLASTER_AGREEMENT_NUMBER, KLASTER_AGREEMENT_STATUS, KLASTER_AGREEMENT_SIGNED_ON,
    KLASTER_AGREEMENT_VALID_FROM, KLASTER_AGREEMENT_VALID_TO, KLASTER_AGREEMENT_NOTICE_DAYS, KLASTER_AGREEMENT_TERMINATED_ON,
    KLASTER_AGREEMENT_LEGAL_BASIS, KLASTER_AGREEMENT_AREAS, KLASTER_AGREEMENT_TASKS, KLASTER_AGREEMENT_GOAL_ID,
    KLASTER_AGREEMENT_RENEWS_ID, KLASTER_AGREEMENT_NOTES,
  };
  const KlasterPaperColumn columns[] = { { .bold = TRUE, .whole = TRUE }, { .weight = 1 } };
  KlasterLanguage language = self->options->language;

  klaster_paper_writer_begin_table (self->writer, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
    {
      g_autofree char *name = klaster_paper_get_column_title (KLASTER_PAPER_AGREEMENT, shown[i], language);
      g_autofree char *value = NULL;

      if (shown[i] == KLASTER_AGREEMENT_STATUS)
        value = g_strdup (klaster_vocabulary_get_name (self->snapshot, "agreement_statuses",
                                                       klaster_agreement_get_status (self->snapshot, self->agreement,
                                                                                     self->options->date), language));
      else
        value = klaster_paper_describe (self->snapshot, self->agreement, shown[i], language);
      if (*value != '\0')
        klaster_paper_writer_add_row (self->writer, (const char *const[]) { name, value });
    }

  return klaster_paper_writer_end_table (self->writer, self->cancellable);
}

static gboolean
add_parties (Sheet *self)
{
  KlasterLanguage language = self->options->language;
  g_autofree char *role = klaster_paper_capitalise (klaster_vocabulary_get_column_name (KLASTER_TABLE_AGREEMENT_PARTY,
                                                                                        KLASTER_AGREEMENT_PARTY_ROLE, language));
  g_autofree char *address = klaster_paper_get_column_title (KLASTER_PAPER_MEMBERS, KLASTER_INSTITUTION_ADDRESS, language);
  g_autofree char *person = klaster_paper_get_column_title (KLASTER_PAPER_MEMBERS, KLASTER_INSTITUTION_CONTACT_PERSON,
                                                            language);
  g_autofree char *phone = klaster_paper_get_column_title (KLASTER_PAPER_MEMBERS, KLASTER_INSTITUTION_PHONE, language);
  const KlasterPaperColumn columns[] = {
    { .title = klaster_vocabulary_get_table_name (KLASTER_TABLE_INSTITUTION, FALSE, language), .weight = 2, .symbols = TRUE },
    { .title = role, .weight = 1 }, { .title = address, .weight = 1 }, { .title = person, .weight = 1 },
    { .title = phone, .whole = TRUE },
  };
  g_autoptr (GPtrArray) parties = klaster_agreement_list_parties (self->snapshot, klaster_row_get_id (self->agreement));

  add_heading (self, klaster_translate_c (language, "agreement", "Parties"));
  if (parties->len == 0)
    {
      klaster_paper_writer_add_note (self->writer, klaster_translate (language, "No parties are recorded."));
      return TRUE;
    }
  klaster_paper_writer_begin_table (self->writer, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < parties->len; i++)
    {
      KlasterRow *party = g_ptr_array_index (parties, i);
      KlasterRow *row = klaster_snapshot_lookup (self->snapshot, KLASTER_TABLE_INSTITUTION,
                                                 klaster_row_get_integer (party, KLASTER_AGREEMENT_PARTY_INSTITUTION_ID));
      g_autofree char *name = NULL;

      if (row == NULL)
        continue;
      name = klaster_record_dup_name (self->snapshot, row, language);
      klaster_paper_writer_add_row (self->writer, (const char *const[]) {
        name, klaster_row_get_text (party, KLASTER_AGREEMENT_PARTY_ROLE),
        klaster_row_get_text (row, KLASTER_INSTITUTION_ADDRESS), klaster_row_get_text (row, KLASTER_INSTITUTION_CONTACT_PERSON),
        klaster_row_get_text (row, KLASTER_INSTITUTION_PHONE),
      });
      klaster_paper_writer_set_symbol (self->writer, klaster_row_get_token (row, KLASTER_INSTITUTION_KIND),
                                       klaster_row_get_token (row, KLASTER_INSTITUTION_ROLE));
    }

  return klaster_paper_writer_end_table (self->writer, self->cancellable);
}

/* The six clauses where they are asked of its kind, or something is recorded. */
static gboolean
add_clauses (Sheet *self)
{
  KlasterLanguage language = self->options->language;
  const char *const *clauses = klaster_schema_get_tokens ("clauses");
  g_autofree char *clause = klaster_paper_capitalise (klaster_vocabulary_get_column_name (KLASTER_TABLE_AGREEMENT_CLAUSE,
                                                                                          KLASTER_AGREEMENT_CLAUSE_CLAUSE,
                                                                                          language));
  g_autofree char *state = klaster_paper_capitalise (klaster_vocabulary_get_column_name (KLASTER_TABLE_AGREEMENT_CLAUSE,
                                                                                         KLASTER_AGREEMENT_CLAUSE_STATE,
                                                                                         language));
  g_autofree char *evidence = klaster_paper_capitalise (klaster_vocabulary_get_column_name (KLASTER_TABLE_AGREEMENT_CLAUSE,
                                                                                            KLASTER_AGREEMENT_CLAUSE_EVIDENCE,
                                                                                            language));
  const KlasterPaperColumn columns[] = { { .title = clause }, { .title = state }, { .title = evidence, .weight = 1 } };
  gint64 id = klaster_row_get_id (self->agreement);

  if (!klaster_agreement_needs_clauses (self->agreement)
      && klaster_snapshot_count_referrers (self->snapshot, KLASTER_TABLE_AGREEMENT_CLAUSE,
                                           KLASTER_AGREEMENT_CLAUSE_AGREEMENT_ID, id) == 0)
    return TRUE;
  add_heading (self, klaster_translate_c (language, "agreement", "Clauses"));
  klaster_paper_writer_begin_table (self->writer, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; clauses[i] != NULL; i++)
    {
      KlasterRow *row = klaster_agreement_find_clause (self->snapshot, id, clauses[i]);
      const char *token = row != NULL ? klaster_row_get_text (row, KLASTER_AGREEMENT_CLAUSE_STATE) : NULL;

      klaster_paper_writer_add_row (self->writer, (const char *const[]) {
        klaster_vocabulary_get_name (self->snapshot, "clauses", clauses[i], language),
        klaster_vocabulary_get_name (self->snapshot, "clause_states", token != NULL ? token : "unknown", language),
        row != NULL ? klaster_row_get_text (row, KLASTER_AGREEMENT_CLAUSE_EVIDENCE) : NULL,
      });
    }

  return klaster_paper_writer_end_table (self->writer, self->cancellable);
}

static char *
describe_obligation_state (Sheet            *self,
                           const KlasterRow *row)
{
  KlasterLanguage language = self->options->language;
  const char *token = klaster_row_get_text (row, KLASTER_OBLIGATION_STATE);
  const char *name = token != NULL ? klaster_vocabulary_get_name (self->snapshot, "obligation_states", token, language) : "";

  if (klaster_obligation_is_overdue (row, self->options->date))
    /* Translators: state of an obligation that was due before; %s is “Open” or “In progress”. */
    return g_strdup_printf (klaster_translate (language, "%s, overdue"), name);

  return g_strdup (name);
}

/* By whom and when, or room to sign for it. */
static char *
describe_confirmation (Sheet            *self,
                       const KlasterRow *row)
{
  KlasterLanguage language = self->options->language;
  g_autofree char *by = klaster_paper_name_target (self->snapshot, row, KLASTER_OBLIGATION_CONFIRMED_BY_ID, language);
  g_autofree char *on = klaster_paper_describe (self->snapshot, row, KLASTER_OBLIGATION_CONFIRMED_ON, language);

  if (*by != '\0' && *on != '\0')
    return g_strdup_printf ("%s, %s", by, on);

  return g_strdup (*by != '\0' ? by : on);
}

static void
add_obligation (Sheet            *self,
                const KlasterRow *row,
                guint             number)
{
  KlasterLanguage language = self->options->language;
  g_autofree char *position = g_strdup_printf ("%u", number);
  g_autofree char *party = klaster_paper_name_target (self->snapshot, row, KLASTER_OBLIGATION_INSTITUTION_ID, language);
  g_autofree char *day = klaster_paper_describe (self->snapshot, row, KLASTER_OBLIGATION_DUE, language);
  const char *period = klaster_row_get_text (row, KLASTER_OBLIGATION_PERIOD);
  const char *unit = klaster_row_get_text (row, KLASTER_OBLIGATION_UNIT);
  g_autofree char *due = period == NULL ? g_strdup (day) : *day == '\0' ? g_strdup (period) : g_strdup_printf ("%s, %s", day, period);
  g_autofree char *who = unit == NULL ? g_strdup (party) : *party == '\0' ? g_strdup (unit) : g_strdup_printf ("%s, %s", party, unit);
  g_autofree char *state = describe_obligation_state (self, row);
  g_autofree char *confirmed = describe_confirmation (self, row);

  klaster_paper_writer_add_row (self->writer, (const char *const[]) {
    position, klaster_row_get_text (row, KLASTER_OBLIGATION_TEXT), who, due, state,
    klaster_row_get_text (row, KLASTER_OBLIGATION_EVIDENCE), confirmed, NULL,
  });
}

/* What each party is to do, with room for the signature of the other one: the sheet that staff work with. */
static gboolean
add_obligations (Sheet *self)
{
  KlasterLanguage language = self->options->language;
  g_autofree char *due = klaster_paper_capitalise (klaster_vocabulary_get_column_name (KLASTER_TABLE_OBLIGATION,
                                                                                       KLASTER_OBLIGATION_DUE, language));
  g_autofree char *state = klaster_paper_capitalise (klaster_vocabulary_get_column_name (KLASTER_TABLE_OBLIGATION,
                                                                                         KLASTER_OBLIGATION_STATE, language));
  g_autofree char *evidence = klaster_paper_capitalise (klaster_vocabulary_get_column_name (KLASTER_TABLE_OBLIGATION,
                                                                                            KLASTER_OBLIGATION_EVIDENCE,
                                                                                            language));
  g_autofree char *who = klaster_paper_capitalise (klaster_vocabulary_get_column_name (KLASTER_TABLE_OBLIGATION,
                                                                                       KLASTER_OBLIGATION_INSTITUTION_ID,
                                                                                       language));
  const KlasterPaperColumn columns[] = {
    /* Translators: heading of the column that numbers the rows of a printed list. */
    { .title = klaster_translate_c (language, "list", "No."), .align = KLASTER_PAPER_END },
    { .title = klaster_vocabulary_get_table_name (KLASTER_TABLE_OBLIGATION, FALSE, language), .weight = 3 },
    { .title = who, .weight = 1 },
    { .title = due },
    { .title = state },
    { .title = evidence, .weight = 1 },
    /* Translators: heading of a column in a printed sheet: which party has confirmed that an obligation is done, and when. */
    { .title = klaster_translate (language, "Confirmed"), .weight = 0.5 },
    /* Translators: heading of a column in a printed sheet that is left empty, to sign in. */
    { .title = klaster_translate (language, "Signature and date"), .weight = 1.5, .least = 85 },
  };
  g_autoptr (GPtrArray) obligations = klaster_agreement_list_obligations (self->snapshot, klaster_row_get_id (self->agreement));

  add_heading (self, klaster_vocabulary_get_table_name (KLASTER_TABLE_OBLIGATION, TRUE, language));
  klaster_paper_writer_begin_table (self->writer, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < obligations->len; i++)
    add_obligation (self, g_ptr_array_index (obligations, i), i + 1);
  if (!klaster_paper_writer_end_table (self->writer, self->cancellable))
    return FALSE;
  if (obligations->len == 0)
    klaster_paper_writer_add_note (self->writer, klaster_translate (language, "No obligations are recorded."));

  return TRUE;
}

/* Who gives what, where something is recorded */
static gboolean
add_contributions (Sheet *self)
{
  static const guint shown[] = { KLASTER_CONTRIBUTION_GIVER_ID, KLASTER_CONTRIBUTION_KIND, KLASTER_CONTRIBUTION_QUANTITY,
                                 KLASTER_CONTRIBUTION_UNIT, KLASTER_CONTRIBUTION_TEXT };
  KlasterLanguage language = self->options->language;
  gint64 id = klaster_row_get_id (self->agreement);
  KlasterPaperColumn columns[G_N_ELEMENTS (shown)] = { 0 };
  g_auto (GStrv) titles = g_new0 (char *, G_N_ELEMENTS (shown) + 1);
  KlasterReferrerIter iter;
  KlasterRow *row;

  if (klaster_snapshot_count_referrers (self->snapshot, KLASTER_TABLE_CONTRIBUTION, KLASTER_CONTRIBUTION_AGREEMENT_ID, id) == 0)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
    {
      titles[i] = klaster_paper_capitalise (klaster_vocabulary_get_column_name (KLASTER_TABLE_CONTRIBUTION, shown[i], language));
      columns[i].title = titles[i];
      columns[i].align = shown[i] == KLASTER_CONTRIBUTION_QUANTITY ? KLASTER_PAPER_END : KLASTER_PAPER_START;
      columns[i].weight = shown[i] == KLASTER_CONTRIBUTION_TEXT ? 1 : 0;
    }
  add_heading (self, klaster_vocabulary_get_table_name (KLASTER_TABLE_CONTRIBUTION, TRUE, language));
  klaster_paper_writer_begin_table (self->writer, columns, G_N_ELEMENTS (columns));
  klaster_referrer_iter_init (&iter, self->snapshot, KLASTER_TABLE_CONTRIBUTION, KLASTER_CONTRIBUTION_AGREEMENT_ID, id);
  while (klaster_referrer_iter_next (&iter, &row))
    {
      g_auto (GStrv) cells = g_new0 (char *, G_N_ELEMENTS (shown) + 1);

      for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
        cells[i] = klaster_paper_describe (self->snapshot, row, shown[i], language);
      klaster_paper_writer_add_row (self->writer, (const char *const *) cells);
    }

  return klaster_paper_writer_end_table (self->writer, self->cancellable);
}

static void
add_signatures (Sheet *self)
{
  g_autoptr (GPtrArray) parties = klaster_agreement_list_parties (self->snapshot, klaster_row_get_id (self->agreement));
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < parties->len; i++)
    {
      g_autofree char *name = klaster_paper_name_target (self->snapshot, g_ptr_array_index (parties, i),
                                                         KLASTER_AGREEMENT_PARTY_INSTITUTION_ID, self->options->language);

      if (*name != '\0')
        g_ptr_array_add (names, g_steal_pointer (&name));
    }
  if (names->len == 0)
    return;
  add_heading (self, klaster_translate (self->options->language, "Signatures"));
  klaster_paper_writer_add_signatures (self->writer, (const char *const *) names->pdata, names->len);
}

/* One agreement: what it is, its parties, clauses and obligations, and where to sign. */
gboolean
klaster_paper_write_agreement (KlasterPaperWriter        *writer,
                               KlasterSnapshot           *snapshot,
                               const KlasterPaperOptions *options,
                               GCancellable              *cancellable,
                               GError                   **error)
{
  Sheet sheet = { writer, snapshot, klaster_snapshot_lookup (snapshot, KLASTER_TABLE_AGREEMENT, options->id), options,
                  cancellable };

  if (sheet.agreement == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _("The agreement is no longer there"));
      return FALSE;
    }
  if (!add_facts (&sheet) || !add_parties (&sheet) || !add_clauses (&sheet) || !add_obligations (&sheet)
      || !add_contributions (&sheet))
    return FALSE;
  add_signatures (&sheet);

  return TRUE;
}
