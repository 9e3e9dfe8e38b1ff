/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "KlasterTest"
#include "config.h"

#include <string.h>

#include "klaster-academic-year.h"
#include "klaster-derive.h"
#include "klaster-edit.h"
#include "klaster-value-text.h"

static void
test_dates (void)
{
  static const struct
  {
    const char *text;
    gboolean valid;
  } cases[] = {
    { "2024-02-29", TRUE }, { "2023-02-29", FALSE }, { "1900-02-29", FALSE }, { "2000-02-29", TRUE }, { "2026-06-30", TRUE },
    { "2026-06-31", FALSE }, { "2026-07-01", TRUE }, { "2026-13-01", FALSE }, { "2026-00-10", FALSE }, { "2026-01-00", FALSE },
    { "0000-01-01", FALSE }, { "0001-01-01", TRUE }, { "9999-12-31", TRUE }, { "2026-1-1", FALSE }, { "2026-01-011", FALSE },
    { "2026/01/01", FALSE }, { "", FALSE }, { NULL, FALSE },
  };
  g_autofree char *today = klaster_date_today ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (klaster_date_is_valid (cases[i].text), ==, cases[i].valid);
  g_assert_true (klaster_date_is_valid (today));
}

/* Against GDate, over every day of some centuries. */
static void
test_days (void)
{
  GDate date;
  g_autofree char *start = g_strdup ("1899-12-30");

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, 30, 12, 1899);
  for (int i = 0; i < 80000; i++, g_date_add_days (&date, 1))
    {
      char text[16];
      g_autofree char *added = klaster_date_add_days (start, i);
      g_autofree char *back = NULL;

      g_date_strftime (text, sizeof text, "%Y-%m-%d", &date);
      g_assert_cmpstr (added, ==, text);
      g_assert_cmpint (klaster_date_diff_days (start, text), ==, i);
      back = klaster_date_add_days (text, -i);
      g_assert_cmpstr (back, ==, start);
    }
}

static void
test_months (void)
{
  static const struct
  {
    const char *date;
    int months;
    const char *result;
  } cases[] = {
    { "2026-01-31", 1, "2026-02-28" }, { "2024-01-31", 1, "2024-02-29" }, { "2024-02-29", 12, "2025-02-28" },
    { "2024-02-29", 48, "2028-02-29" }, { "2026-06-30", 1, "2026-07-30" }, { "2026-03-31", -1, "2026-02-28" },
    { "2026-01-15", -13, "2024-12-15" }, { "2026-11-21", 0, "2026-11-21" }, { "2026-12-01", 1, "2027-01-01" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *result = klaster_date_add_months (cases[i].date, cases[i].months);

      g_assert_cmpstr (result, ==, cases[i].result);
    }
}

static void
test_academic_year (void)
{
  static const struct
  {
    const char *date;
    int offset;
    const char *year;
  } cases[] = {
    { "2026-08-31", 0, "2025/26" }, { "2026-09-01", 0, "2026/27" }, { "2026-12-31", 0, "2026/27" }, { "2027-01-01", 0, "2026/27" },
    { "2027-01-01", 1, "2027/28" }, { "2027-01-01", -1, "2025/26" }, { "2099-10-01", 0, "2099/00" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *year = klaster_academic_calendar_get_year (NULL, cases[i].date, cases[i].offset);

      g_assert_cmpstr (year, ==, cases[i].year);
    }
}

static void
test_academic_year_text (void)
{
  static const struct
  {
    const char *text;
    int first;
  } cases[] = {
    { "2026/27", 2026 }, { "2026/2027", 2026 }, { "2026-27", 2026 }, { "2026–2027", 2026 }, { " 2026 / 27 ", 2026 },
    { "2026/2027 учебный год", 2026 }, { "2026/2027-oʻquv yili", 2026 }, { "2099/00", 2099 }, { "1999/2000", 1999 },
    { "2026/28", 0 }, { "2026/2026", 0 }, { "2026", 0 }, { "26/27", 0 }, { "2026/", 0 }, { "2026/7", 0 }, { "2026/027", 0 },
    { "2026/20277", 0 }, { "20261/62", 0 }, { "/27", 0 }, { "", 0 }, { "soon", 0 }, { "\xff\xfe", 0 }, { NULL, 0 },
    { "0000/01", 0 }, { "9999/00", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("case %u", i);
      g_assert_cmpint (klaster_academic_year_parse (cases[i].text), ==, cases[i].first);
    }
  for (int year = 1998; year < 2102; year++)
    {
      g_autofree char *text = klaster_academic_year_format (year);

      g_assert_cmpint (klaster_academic_year_parse (text), ==, year);
      g_assert_true (klaster_academic_calendar_get_period (NULL, text, NULL, NULL));
    }
}

static void
test_month_day (void)
{
  static const struct
  {
    const char *month_day;
    int year;
    const char *date; /* NULL: none */
  } cases[] = {
    { "07-01", 2026, "2026-07-01" }, { "06-30", 2026, "2026-06-30" }, { "06-31", 2026, NULL }, { "02-29", 2028, "2028-02-29" },
    { "02-29", 2026, "2026-02-28" }, { "02-30", 2028, NULL }, { "7-1", 2026, NULL }, { "", 2026, NULL }, { NULL, 2026, NULL },
    { "07-01", 0, NULL }, { "07-01", 10000, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *date = klaster_month_day_in (cases[i].month_day, cases[i].year);

      g_assert_cmpstr (date, ==, cases[i].date);
    }
}

static void
test_format (void)
{
  for (guint l = 0; l < KLASTER_N_LANGUAGES; l++)
    for (guint m = 1; m <= 12; m++)
      {
        g_autofree char *date = g_strdup_printf ("2026-%02u-09", m);
        g_autofree char *shown = klaster_date_format (date, l);
        g_autofree char *again = klaster_date_parse (shown);

        g_assert_cmpstr (again, ==, date);
      }
  {
    g_autofree char *english = klaster_date_format ("2026-12-03", KLASTER_LANGUAGE_EN);
    g_autofree char *russian = klaster_date_format ("2026-12-03", KLASTER_LANGUAGE_RU);
    g_autofree char *uzbek = klaster_date_format ("2026-12-03", KLASTER_LANGUAGE_UZ);
    g_autofree char *other = klaster_date_format ("soon", KLASTER_LANGUAGE_EN);
    static const char *const in_contracts[KLASTER_N_LANGUAGES] = { "2026-yil 3-dekabr", "2026 йил 3 декабрь",
                                                                   "3 декабря 2026 года", "3 December 2026" };

    for (guint l = 0; l < KLASTER_N_LANGUAGES; l++)
      {
        g_autofree char *shown = klaster_date_format_long ("2026-12-03", l);
        g_autofree char *as_it_is = klaster_date_format_long ("soon", l);

        g_assert_cmpstr (shown, ==, in_contracts[l]);
        g_assert_cmpstr (as_it_is, ==, "soon");
      }

    g_assert_cmpstr (english, ==, "3 Dec 2026");
    g_assert_cmpstr (russian, ==, "3 дек. 2026");
    g_assert_cmpstr (uzbek, ==, "3-dek. 2026");
    g_assert_cmpstr (other, ==, "soon");
  }
  /* A field says a day as lists do, and reads it back; what goes to spreadsheets has figures only. */
  for (guint l = 0; l < KLASTER_N_LANGUAGES; l++)
    {
      g_autofree char *shown = klaster_date_format ("2026-12-03", l);
      g_autofree char *field = klaster_value_to_text (NULL, KLASTER_TABLE_INSTITUTION, KLASTER_INSTITUTION_JOINED_ON,
                                                      KLASTER_TEXT ("2026-12-03"), l);
      g_autofree char *cell = klaster_date_format_figures ("2026-12-03", l);
      g_autofree char *again = klaster_date_parse (cell);
      g_autofree char *owned = NULL;
      KlasterValue value;

      g_assert_cmpstr (field, ==, shown);
      g_assert_true (klaster_value_parse (KLASTER_TABLE_INSTITUTION, KLASTER_INSTITUTION_JOINED_ON, field, &value, &owned, NULL));
      g_assert_cmpstr (value.text, ==, "2026-12-03");
      g_assert_cmpstr (cell, ==, l == KLASTER_LANGUAGE_EN ? "2026-12-03" : "03.12.2026");
      g_assert_cmpstr (again, ==, "2026-12-03");
    }
}

static void
test_agreement_status (void)
{
  static const struct
  {
    const char *signed_on, *valid_from, *valid_to, *terminated_on;
    int notice; /* -1: none */
    const char *date, *status;
    int left;
  } cases[] = {
    { NULL, NULL, NULL, NULL, -1, "2026-07-01", "draft", G_MAXINT },
    { "2026-07-02", NULL, NULL, NULL, -1, "2026-07-01", "draft", G_MAXINT },
    { "2026-07-01", NULL, NULL, NULL, -1, "2026-07-01", "in_force", G_MAXINT },
    { "2026-06-01", "2026-07-02", NULL, NULL, -1, "2026-07-01", "signed", G_MAXINT },
    { "2026-06-01", "2026-07-01", "2027-07-01", NULL, -1, "2026-07-01", "in_force", 365 },
    { "2026-06-01", "2026-06-01", "2026-07-31", NULL, -1, "2026-07-01", "expiring", 30 },
    { "2026-06-01", "2026-06-01", "2026-08-01", NULL, -1, "2026-07-01", "in_force", 31 },
    { "2026-06-01", "2026-06-01", "2026-08-01", NULL, 60, "2026-07-01", "expiring", 31 },
    { "2026-06-01", "2026-06-01", "2026-07-02", NULL, 0, "2026-07-01", "in_force", 1 },
    { "2026-06-01", "2026-06-01", "2026-07-01", NULL, 0, "2026-07-01", "expiring", 0 },
    { "2026-06-01", "2026-06-01", "2026-06-30", NULL, -1, "2026-06-30", "expiring", 0 },
    { "2026-06-01", "2026-06-01", "2026-06-30", NULL, -1, "2026-07-01", "expired", -1 },
    { "2024-02-01", "2024-02-01", "2024-02-29", NULL, -1, "2024-03-01", "expired", -1 },
    { "2026-06-01", "2026-06-01", "2027-06-30", "2026-07-01", -1, "2026-06-30", "expiring", 0 },
    { "2026-06-01", NULL, NULL, "2026-08-01", -1, "2026-06-30", "in_force", 31 },
    { "2026-06-01", NULL, NULL, "2026-08-01", -1, "2026-07-01", "expiring", 30 },
    { "2026-06-01", NULL, "2026-07-10", "2026-08-01", -1, "2026-07-01", "expiring", 9 },
    { "2026-06-01", "2026-06-01", "2027-06-30", "2026-07-01", -1, "2026-07-01", "terminated", 364 },
  };
  g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();

#define TEXT_OR_NULL(t) ((t) ? KLASTER_TEXT (t) : KLASTER_NULL)
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      KlasterValue values[KLASTER_AGREEMENT_N_COLUMNS] = { 0 };
      g_autoptr (KlasterRow) row = NULL;

      values[0] = KLASTER_INTEGER (1);
      values[KLASTER_AGREEMENT_SIGNED_ON] = TEXT_OR_NULL (cases[i].signed_on);
      values[KLASTER_AGREEMENT_VALID_FROM] = TEXT_OR_NULL (cases[i].valid_from);
      values[KLASTER_AGREEMENT_VALID_TO] = TEXT_OR_NULL (cases[i].valid_to);
      values[KLASTER_AGREEMENT_TERMINATED_ON] = TEXT_OR_NULL (cases[i].terminated_on);
      if (cases[i].notice >= 0)
        values[KLASTER_AGREEMENT_NOTICE_DAYS] = KLASTER_INTEGER (cases[i].notice);
      row = klaster_row_new (KLASTER_TABLE_AGREEMENT, values, KLASTER_AGREEMENT_N_COLUMNS);
      g_test_message ("case %u", i);
      g_assert_cmpstr (klaster_agreement_get_status (empty, row, cases[i].date), ==, cases[i].status);
      g_assert_cmpstr (klaster_agreement_get_status (NULL, row, cases[i].date), ==, cases[i].status);
      g_assert_cmpint (klaster_agreement_get_days_left (row, cases[i].date), ==, cases[i].left);
    }
#undef TEXT_OR_NULL
}

/* A small project by an edit document. */
static KlasterSnapshot *
make_project (const char *text)
{
  g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = json_from_string (text, &error);
  g_autoptr (KlasterEdit) edit = NULL;
  g_autoptr (KlasterDelta) delta = NULL;

  g_assert_no_error (error);
  edit = klaster_edit_new_from_json (node, "test", NULL, &error);
  g_assert_no_error (error);
  delta = klaster_edit_resolve (edit, empty, &error);
  g_assert_no_error (error);

  return klaster_snapshot_apply (empty, delta);
}

#define INSERT(table, id, values) "{\"op\":\"insert\",\"table\":\"" table "\",\"id\":" #id ",\"values\":{" values "}}"
#define INSTITUTION(id, kind, role, more) INSERT ("institution", id, "\"kind\":\"" kind "\",\"role\":\"" role "\"" more)

static void
test_parameters (void)
{
  g_autoptr (KlasterSnapshot) snapshot = make_project (
      "[" INSERT ("parameter", 1, "\"key\":\"agreement.expiring_days\",\"value\":\"90\",\"valid_from\":\"2026-07-01\"") ","
      INSERT ("parameter", 2, "\"key\":\"agreement.expiring_days\",\"value\":\"10\"") ","
      INSERT ("parameter", 3, "\"key\":\"broken\",\"value\":\"many\"") ","
      INSERT ("agreement", 4, "\"signed_on\":\"2026-01-01\",\"valid_to\":\"2026-08-31\"") "]");
  KlasterRow *agreement = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_AGREEMENT, 4);

  g_assert_cmpstr (klaster_parameter_get (snapshot, "agreement.expiring_days", "2026-06-30"), ==, "10");
  g_assert_cmpstr (klaster_parameter_get (snapshot, "agreement.expiring_days", "2026-07-01"), ==, "90");
  g_assert_null (klaster_parameter_get (snapshot, "nothing", "2026-07-01"));
  g_assert_cmpint (klaster_parameter_get_integer (snapshot, "broken", "2026-07-01", 7), ==, 7);
  g_assert_cmpstr (klaster_agreement_get_status (snapshot, agreement, "2026-06-30"), ==, "in_force");
  g_assert_cmpstr (klaster_agreement_get_status (snapshot, agreement, "2026-07-01"), ==, "expiring");
}

static void
test_orientation (void)
{
  g_autoptr (KlasterSnapshot) snapshot = make_project (
      "[" INSTITUTION (1, "school", "member", "") "," INSTITUTION (2, "school", "member", "") ","
      INSTITUTION (3, "higher", "core", ",\"specialisation\":\"Pedagogy\"") ","
      INSTITUTION (4, "higher", "core", ",\"specialisation\":\"педагоги\"") ","
      INSTITUTION (5, "enterprise", "partner", "") "," INSTITUTION (6, "association", "partner", "") ","
      INSTITUTION (7, "lyceum", "member", "") "," INSTITUTION (8, "vocational", "member", "") ","
      INSTITUTION (9, "research", "partner", "") "," INSTITUTION (10, "retraining", "member", "") ","
      INSERT ("cooperation", 20, "\"from_id\":8,\"to_id\":5") ","
      INSERT ("contribution", 30, "\"cooperation_id\":20,\"giver_id\":5,\"kind\":\"money\"") "]");
  static const struct
  {
    gint64 from, to;
    const char *orientation;
  } cases[] = {
    { 1, 2, "horizontal" }, { 1, 3, "vertical" }, { 3, 4, "horizontal" }, { 1, 5, "vertical" }, { 8, 5, "mixed" }, { 5, 8, "mixed" },
    { 1, 6, NULL }, { 7, 8, NULL }, { 9, 10, "vertical" }, { 9, 1, "vertical" }, { 5, 6, "vertical" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      KlasterRow *from = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, cases[i].from);
      KlasterRow *to = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, cases[i].to);

      g_test_message ("%u", i);
      g_assert_cmpstr (klaster_cooperation_propose_orientation (snapshot, from, to), ==, cases[i].orientation);
    }
}

static char *
list_codes (KlasterSnapshot *snapshot,
            gint64           id,
            const char      *date)
{
  g_autoptr (GPtrArray) list = klaster_institution_list_attention (snapshot, id, date, KLASTER_LANGUAGE_EN);
  GString *codes = g_string_new (NULL);
  int worst = -1;

  for (guint i = 0; i < list->len; i++)
    {
      KlasterAttention *attention = list->pdata[i];

      g_string_append_printf (codes, "%s%s", i > 0 ? " " : "", attention->code);
      g_assert_cmpint (strlen (attention->title), >, 0);
      g_assert_nonnull (klaster_snapshot_lookup (snapshot, attention->table, attention->id));
      g_assert_true (worst < 0 || (int) attention->level <= worst);
      if (i == 0)
        worst = (int) attention->level;
    }
  g_assert_cmpint (klaster_institution_get_attention (snapshot, id, date), ==, worst);

  return g_string_free (codes, FALSE);
}

static void
test_attention (void)
{
#define PLACED ",\"lon\":69.5,\"lat\":41.4,\"interest\":\"x\",\"name_en\":\"n\""
  g_autoptr (KlasterSnapshot) snapshot = make_project (
      "[" INSTITUTION (1, "higher", "core", PLACED) "," INSTITUTION (2, "school", "member", PLACED) ","
      INSTITUTION (3, "school", "member", "") "," INSTITUTION (4, "school", "former", "") ","
      INSTITUTION (5, "enterprise", "partner", ",\"name_ru\":\"x\"") ","
      INSERT ("cooperation", 20, "\"from_id\":1,\"to_id\":2,\"status\":\"active\"") ","
      INSERT ("agreement", 30, "\"signed_on\":\"2026-01-01\",\"valid_to\":\"2026-12-31\"") ","
      INSERT ("agreement", 31, "\"signed_on\":\"2025-01-01\",\"valid_to\":\"2026-01-31\"") ","
      INSERT ("agreement", 32, "\"renews_id\":31,\"title\":\"next\"") ","
      INSERT ("agreement", 33, "\"renews_id\":31,\"signed_on\":\"2026-09-01\"") ","
      INSERT ("agreement_party", 40, "\"agreement_id\":30,\"institution_id\":1") ","
      INSERT ("agreement_party", 41, "\"agreement_id\":30,\"institution_id\":2") ","
      INSERT ("agreement_party", 42, "\"agreement_id\":31,\"institution_id\":1") ","
      INSERT ("agreement_party", 43, "\"agreement_id\":32,\"institution_id\":1") ","
      INSERT ("obligation", 50, "\"institution_id\":4,\"due\":\"2026-06-30\",\"text\":\"t\"") ","
      INSERT ("obligation", 51, "\"institution_id\":2,\"due\":\"2026-07-08\",\"state\":\"open\"") ","
      INSERT ("obligation", 52, "\"institution_id\":2,\"due\":\"2026-01-08\",\"state\":\"done\"") ","
      INSERT ("laboratory", 60, "\"institution_id\":2,\"opened_on\":\"2026-02-28\",\"closed_on\":\"2026-07-01\"") "]");
  static const struct
  {
    gint64 id;
    const char *date, *codes;
  } cases[] = {
    { 1, "2026-07-01", "agreement_expired agreement_draft" },
    { 1, "2026-09-01", "agreement_draft" },
    { 1, "2026-12-31", "agreement_expiring agreement_draft" },
    { 1, "2027-01-01", "no_agreement agreement_expired agreement_draft" },
    { 2, "2026-06-20", "" },
    { 2, "2026-07-08", "obligation_due_soon" },
    { 2, "2026-07-09", "obligation_overdue" },
    { 3, "2026-07-01", "no_agreement no_cooperation no_name no_position no_interest" },
    { 4, "2026-06-30", "obligation_due_soon" },
    { 4, "2026-07-01", "obligation_overdue" },
    { 5, "2026-07-01", "no_position" },
    { 99, "2026-07-01", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *codes = list_codes (snapshot, cases[i].id, cases[i].date);

      g_test_message ("%u", i);
      g_assert_cmpstr (codes, ==, cases[i].codes);
    }

  g_assert_false (klaster_institution_has_laboratory (snapshot, 2, "2026-02-27"));
  g_assert_true (klaster_institution_has_laboratory (snapshot, 2, "2026-02-28"));
  g_assert_true (klaster_institution_has_laboratory (snapshot, 2, "2026-06-30"));
  g_assert_false (klaster_institution_has_laboratory (snapshot, 2, "2026-07-01"));
  g_assert_false (klaster_institution_has_laboratory (snapshot, 1, "2026-06-30"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/derive/dates", test_dates);
  g_test_add_func ("/derive/days", test_days);
  g_test_add_func ("/derive/months", test_months);
  g_test_add_func ("/derive/academic-year", test_academic_year);
  g_test_add_func ("/derive/academic-year-text", test_academic_year_text);
  g_test_add_func ("/derive/month-day", test_month_day);
  g_test_add_func ("/derive/format", test_format);
  g_test_add_func ("/derive/agreement-status", test_agreement_status);
  g_test_add_func ("/derive/parameters", test_parameters);
  g_test_add_func ("/derive/orientation", test_orientation);
  g_test_add_func ("/derive/attention", test_attention);

  return g_test_run ();
}
