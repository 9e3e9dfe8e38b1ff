/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "KlasterTest"
#include "config.h"

#include <string.h>

#include "klaster-agreement-edit.h"
#include "klaster-agreement.h"
#include "klaster-apply.h"

#define TODAY "2026-11-21"
#define HUB 1001
#define WORKS 1002

static void
add_institution (KlasterEdit *edit,
                 gint64       id,
                 const char  *kind,
                 const char  *role,
                 const char  *name)
{
  klaster_edit_insert_with_id (edit, KLASTER_TABLE_INSTITUTION, id);
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_KIND, KLASTER_TEXT (kind));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_ROLE, KLASTER_TEXT (role));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_NAME_EN, KLASTER_TEXT (name));
}

static KlasterSnapshot *
make (void)
{
  g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Make");

  add_institution (edit, HUB, "higher", "integrator", "Institute");
  add_institution (edit, WORKS, "enterprise", "partner", "Works");

  return apply (empty, edit);
}

/* Every text is there in every language, and every placeholder in it is one that is filled in. */
static void
test_builtin (void)
{
  static const struct
  {
    KlasterTable table;
    guint column;
  } texts[] = {
    { KLASTER_TABLE_TEMPLATE, KLASTER_TEMPLATE_NAME_UZ },
    { KLASTER_TABLE_TEMPLATE, KLASTER_TEMPLATE_TITLE_UZ },
    { KLASTER_TABLE_TEMPLATE, KLASTER_TEMPLATE_BODY_UZ },
    { KLASTER_TABLE_TEMPLATE_CLAUSE, KLASTER_TEMPLATE_CLAUSE_TEXT_UZ },
    { KLASTER_TABLE_TEMPLATE_OBLIGATION, KLASTER_TEMPLATE_OBLIGATION_TEXT_UZ },
  };
  KlasterSnapshot *builtin = klaster_template_get_builtin ();
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Agreement");
  g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();
  g_autoptr (KlasterSnapshot) snapshot = NULL;
  KlasterRow *agreement;

  klaster_edit_insert_with_id (edit, KLASTER_TABLE_AGREEMENT, 1);
  snapshot = apply (empty, edit);
  agreement = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_AGREEMENT, 1);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      KlasterRowIter iter;
      KlasterRow *row;

      g_assert_cmpuint (klaster_snapshot_get_n_rows (builtin, texts[i].table), >=, 6);
      klaster_row_iter_init (&iter, builtin, texts[i].table);
      while (klaster_row_iter_next (&iter, &row))
        for (guint l = 0; l < KLASTER_N_LANGUAGES; l++)
          {
            const char *text = klaster_row_get_text (row, texts[i].column + l);
            g_auto (GStrv) paragraphs = NULL;

            g_assert_nonnull (text);
            paragraphs = g_strsplit (text, "\n\n", -1);
            for (guint p = 0; paragraphs[p]; p++)
              {
                g_autofree char *filled = klaster_template_fill (paragraphs[p], snapshot, agreement, TODAY, l);

                g_assert_cmpstr (paragraphs[p], !=, "");
                if (!klaster_template_is_block (paragraphs[p], NULL))
                  g_assert_null (strstr (filled, "{{"));
              }
          }
    }
  /* The six clauses are in the templates of the kinds that they are asked of. */
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (KlasterTemplate) template = klaster_template_find (empty, i ? "laboratory" : "cooperation");
      g_autoptr (GPtrArray) clauses = klaster_template_list_clauses (template);

      g_assert_cmpuint (clauses->len, ==, 6);
      g_assert_cmpstr (klaster_row_get_text (clauses->pdata[5], KLASTER_TEMPLATE_CLAUSE_CLAUSE), ==, "mutual_control");
    }
}

static void
test_fill (void)
{
  g_autoptr (KlasterSnapshot) project = make ();
  g_autoptr (KlasterEdit) edit = NULL;
  g_autoptr (KlasterSnapshot) snapshot = NULL;
  gint64 parties[] = { WORKS };
  gint64 id;
  KlasterRow *row;
  g_autofree char *text = NULL;
  const char *name = NULL;

  edit = klaster_agreement_edit_add (project, "practice", NULL, parties, 1, KLASTER_LANGUAGE_EN, &id);
  klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT, id, KLASTER_AGREEMENT_NUMBER, KLASTER_TEXT ("7"));
  klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT, id, KLASTER_AGREEMENT_VALID_FROM, KLASTER_TEXT ("2026-09-01"));
  klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT, id, KLASTER_AGREEMENT_AREAS, KLASTER_TEXT ("[\"practice\",\"staff\"]"));
  snapshot = apply (project, edit);
  row = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_AGREEMENT, id);

  text = klaster_template_fill ("No. {{number}}: {{parties}}; {{period}}; {{areas}}; {{academic_year}}; {{goal}}; {{nonsense}} {{", snapshot,
                                row, TODAY, KLASTER_LANGUAGE_EN);
  g_assert_cmpstr (text, ==, "No. 7: Institute – Works; 1 September 2026 – ________; Pedagogical practice, Staff development; 2026/27; ________; "
                             "{{nonsense}} {{");
  /* Where years begin on the day after, it is of the year before. */
  {
    g_autoptr (KlasterEdit) begins = klaster_edit_new ("Begins");
    g_autoptr (KlasterSnapshot) later = NULL;
    g_autofree char *year = NULL;
    gint64 parameter = klaster_edit_insert (begins, KLASTER_TABLE_PARAMETER);

    klaster_edit_set (begins, KLASTER_TABLE_PARAMETER, parameter, KLASTER_PARAMETER_KEY, KLASTER_TEXT ("academic_year.begins"));
    klaster_edit_set (begins, KLASTER_TABLE_PARAMETER, parameter, KLASTER_PARAMETER_VALUE, KLASTER_TEXT ("09-02"));
    later = apply (snapshot, begins);
    year = klaster_template_fill ("{{academic_year}}", later, row, TODAY, KLASTER_LANGUAGE_EN);
    g_assert_cmpstr (year, ==, "2025/26");
  }
  g_assert_true (klaster_template_is_block (" {{clauses}}\n", &name));
  g_assert_cmpstr (name, ==, "clauses");
  g_assert_false (klaster_template_is_block ("See {{clauses}}", NULL));
}

static void
test_add (void)
{
  g_autoptr (KlasterSnapshot) project = make ();
  g_autoptr (KlasterTemplate) dual = klaster_template_find (project, "dual_organisation");
  g_autoptr (KlasterTemplate) laboratory = klaster_template_find (project, "laboratory");
  g_autoptr (KlasterEdit) edit = NULL;
  g_autoptr (KlasterEdit) other = NULL;
  g_autoptr (KlasterSnapshot) snapshot = NULL;
  g_autoptr (KlasterSnapshot) after = NULL;
  gint64 parties[] = { WORKS };
  gint64 id, obligation_id;
  KlasterRow *row, *clause;
  KlasterReferrerIter iter;
  guint n = 0;

  g_assert_true (dual->builtin);
  edit = klaster_agreement_edit_add (project, "dual_organisation", dual, parties, 1, KLASTER_LANGUAGE_EN, &id);
  snapshot = apply (project, edit);
  row = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_AGREEMENT, id);
  g_assert_cmpstr (klaster_row_get_text (row, KLASTER_AGREEMENT_TITLE), ==, "Dual education: Institute – Works");
  g_assert_cmpint (klaster_row_get_integer (row, KLASTER_AGREEMENT_NOTICE_DAYS), ==, 30);
  g_assert_cmpstr (klaster_agreement_get_status (snapshot, row, TODAY), ==, "draft");
  g_assert_cmpuint (klaster_snapshot_count_referrers (snapshot, KLASTER_TABLE_AGREEMENT_PARTY,
                                                      KLASTER_AGREEMENT_PARTY_AGREEMENT_ID, id), ==, 2);

  /* The five obligations of employers, on the one party that is an enterprise. */
  klaster_referrer_iter_init (&iter, snapshot, KLASTER_TABLE_OBLIGATION, KLASTER_OBLIGATION_AGREEMENT_ID, id);
  while (klaster_referrer_iter_next (&iter, &row))
    {
      g_assert_cmpint (klaster_row_get_integer (row, KLASTER_OBLIGATION_INSTITUTION_ID), ==, WORKS);
      g_assert_cmpstr (klaster_row_get_text (row, KLASTER_OBLIGATION_STATE), ==, "open");
      n++;
    }
  g_assert_cmpuint (n, ==, 5);
  obligation_id = klaster_row_get_id (row);
  g_assert_cmpint (obligation_id, !=, 0);

  /* What the template says of a clause is no evidence that it is met. */
  other = klaster_agreement_edit_add (snapshot, "laboratory", laboratory, NULL, 0, KLASTER_LANGUAGE_RU, &id);
  after = apply (snapshot, other);
  row = klaster_snapshot_lookup (after, KLASTER_TABLE_AGREEMENT, id);
  g_assert_cmpstr (klaster_row_get_text (row, KLASTER_AGREEMENT_TITLE), ==, "Договор о Школе-лаборатории");
  clause = klaster_agreement_find_clause (after, id, "common_goal");
  g_assert_cmpstr (klaster_row_get_text (clause, KLASTER_AGREEMENT_CLAUSE_STATE), ==, "unknown");
  g_assert_nonnull (strstr (klaster_row_get_text (clause, KLASTER_AGREEMENT_CLAUSE_EVIDENCE), "общую цель"));
}

static void
test_own (void)
{
  g_autoptr (KlasterSnapshot) project = make ();
  g_autoptr (KlasterTemplate) builtin = klaster_template_find (project, "cooperation");
  g_autoptr (GPtrArray) before = klaster_template_list (project, NULL);
  g_autoptr (GPtrArray) after_list = NULL;
  g_autoptr (GPtrArray) clauses = NULL;
  g_autoptr (GPtrArray) obligations = NULL;
  g_autoptr (KlasterTemplate) own = NULL;
  g_autoptr (KlasterEdit) edit = NULL;
  g_autoptr (KlasterSnapshot) snapshot = NULL;
  gint64 id;

  edit = klaster_template_edit_copy (builtin, &id);
  klaster_edit_set (edit, KLASTER_TABLE_TEMPLATE, id, KLASTER_TEMPLATE_NOTICE_DAYS, KLASTER_INTEGER (60));
  snapshot = apply (project, edit);
  own = klaster_template_find (snapshot, "cooperation");
  g_assert_false (own->builtin);
  g_assert_cmpint (klaster_row_get_id (own->row), ==, id);
  g_assert_cmpint (klaster_row_get_integer (own->row, KLASTER_TEMPLATE_NOTICE_DAYS), ==, 60);
  clauses = klaster_template_list_clauses (own);
  g_assert_cmpuint (clauses->len, ==, 6);
  /* It stands in for the one that it was made of. */
  after_list = klaster_template_list (snapshot, NULL);
  g_assert_cmpuint (after_list->len, ==, before->len);

  /* Each text is offered once, although two templates have the five obligations of employers. */
  obligations = klaster_template_list_all_obligations (snapshot);
  for (guint i = 0; i < obligations->len; i++)
    for (guint j = 0; j < i; j++)
      g_assert_cmpstr (klaster_row_get_text (((KlasterTemplate *) obligations->pdata[i])->row, KLASTER_TEMPLATE_OBLIGATION_KEY),
                       !=,
                       klaster_row_get_text (((KlasterTemplate *) obligations->pdata[j])->row, KLASTER_TEMPLATE_OBLIGATION_KEY));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/template/builtin", test_builtin);
  g_test_add_func ("/template/fill", test_fill);
  g_test_add_func ("/template/add", test_add);
  g_test_add_func ("/template/own", test_own);

  return g_test_run ();
}
