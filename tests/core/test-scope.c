/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "KlasterTest"
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "klaster-academic-year.h"
#include "klaster-derive.h"
#include "klaster-edit.h"
#include "klaster-project-sync.h"
#include "klaster-scope-counts.h"
#include "klaster-scope.h"

#define INSERT(table, id, values) "{\"op\":\"insert\",\"table\":\"" table "\",\"id\":" #id ",\"values\":{" values "}}"
#define INSTITUTION(id, kind) INSERT ("institution", id, "\"kind\":\"" kind "\",\"role\":\"member\"")

static KlasterSnapshot *
make_snapshot (const char *json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = json_from_string (json, &error);
  g_autoptr (KlasterEdit) edit = NULL;
  g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();
  g_autoptr (KlasterDelta) delta = NULL;

  g_assert_no_error (error);
  edit = klaster_edit_new_from_json (node, "Test", NULL, &error);
  g_assert_no_error (error);
  delta = klaster_edit_resolve (edit, empty, &error);
  g_assert_no_error (error);

  return klaster_snapshot_apply (empty, delta);
}

/* A project whose academic years begin on @begins, from the day @since on. */
static KlasterSnapshot *
make_project (const char *begins,
              const char *since)
{
  g_autofree char *valid = since ? g_strdup_printf (",\"valid_from\":\"%s\"", since) : g_strdup ("");
  g_autofree char *json = g_strdup_printf ("[{\"op\":\"insert\",\"table\":\"parameter\",\"id\":1,\"values\":"
                                           "{\"key\":\"academic_year.begins\",\"value\":\"%s\"%s}}]", begins, valid);

  return begins ? make_snapshot (json) : klaster_snapshot_new_empty ();
}

static void
test_year (void)
{
  static const struct
  {
    const char *year, *begins, *first, *last;
  } cases[] = {
    { "2026/27", NULL, "2026-09-01", "2027-08-31" },   { "2026/27", "09-02", "2026-09-02", "2027-09-01" },
    { "2027/28", "03-01", "2027-03-01", "2028-02-29" }, { "2026/27", "02-29", "2026-09-01", "2027-08-31" },
    { "2026/27", "soon", "2026-09-01", "2027-08-31" },  { "2099/00", NULL, "2099-09-01", "2100-08-31" },
    { "2027/28", "02-28", "2027-02-28", "2028-02-27" }, { "2028/29", "02-28", "2028-02-28", "2029-02-27" },
    { "2026/27", "01-01", "2026-01-01", "2026-12-31" }, { "2026/27", "12-31", "2026-12-31", "2027-12-30" },
  };
  static const char *const none[] = { "", "2026", "2026/28", "26/27", "20x6/27", "9999/00" };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KlasterSnapshot) snapshot = make_project (cases[i].begins, NULL);
      g_autoptr (KlasterAcademicCalendar) calendar = klaster_academic_calendar_new (snapshot);
      g_autofree char *first = NULL;
      g_autofree char *last = NULL;
      g_autofree char *of_first = NULL;
      g_autofree char *of_last = NULL;
      g_autofree char *before = NULL;

      g_test_message ("case %u", i);
      g_assert_true (klaster_academic_calendar_get_period (calendar, cases[i].year, &first, &last));
      g_assert_cmpstr (first, ==, cases[i].first);
      g_assert_cmpstr (last, ==, cases[i].last);
      of_first = klaster_academic_calendar_get_year (calendar, first, 0);
      of_last = klaster_academic_calendar_get_year (calendar, last, 0);
      g_assert_cmpstr (of_first, ==, cases[i].year);
      g_assert_cmpstr (of_last, ==, cases[i].year);
      before = klaster_date_add_days (first, -1);
      g_free (of_first);
      of_first = klaster_academic_calendar_get_year (calendar, before, 1);
      g_assert_cmpstr (of_first, ==, cases[i].year);
    }
  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    g_assert_false (klaster_academic_calendar_get_period (NULL, none[i], NULL, NULL));
  g_assert_false (klaster_academic_calendar_get_period (NULL, NULL, NULL, NULL));
}

/* A beginning that changes: the years before keep theirs, and no day lies between two years or in both. */
static void
test_year_changes (void)
{
  g_autoptr (KlasterSnapshot) snapshot = make_project ("09-15", "2027-09-15");
  g_autoptr (KlasterSnapshot) other = make_project ("09-15", "2028-09-15");
  g_autoptr (KlasterAcademicCalendar) calendar = klaster_academic_calendar_new (snapshot);
  g_autoptr (KlasterAcademicCalendar) same = klaster_academic_calendar_new (snapshot);
  g_autoptr (KlasterAcademicCalendar) later = klaster_academic_calendar_new (other);
  g_autofree char *day = g_strdup ("2025-01-01");
  g_autofree char *year = klaster_academic_calendar_get_year (calendar, day, 0);

  g_assert_true (klaster_academic_calendar_equal (calendar, same));
  g_assert_false (klaster_academic_calendar_equal (calendar, later));
  g_assert_cmpstr (year, ==, "2024/25");
  while (strcmp (day, "2030-01-01") < 0)
    {
      g_autofree char *next = klaster_date_add_days (day, 1);
      g_autofree char *next_year = klaster_academic_calendar_get_year (calendar, next, 0);
      g_autofree char *first = NULL;
      g_autofree char *last = NULL;

      g_assert_true (klaster_academic_calendar_get_period (calendar, next_year, &first, &last));
      g_assert_cmpstr (first, <=, next);
      g_assert_cmpstr (last, >=, next);
      if (strcmp (year, next_year) != 0)
        g_assert_cmpstr (next + 5, ==, strcmp (next, "2027-09-15") < 0 ? "09-01" : "09-15");
      g_free (day);
      day = g_steal_pointer (&next);
      g_free (year);
      year = g_steal_pointer (&next_year);
    }
}

static void
test_overlap (void)
{
  static const struct
  {
    const char *start, *end;
    gboolean in_year, on_day;
  } cases[] = {
    { NULL, NULL, TRUE, TRUE },
    { "2026-09-01", NULL, TRUE, TRUE },
    { "2027-08-31", NULL, TRUE, FALSE },
    { "2027-09-01", NULL, FALSE, FALSE },
    { NULL, "2026-08-31", FALSE, FALSE },
    { NULL, "2026-09-01", TRUE, FALSE },
    { "2020-01-01", "2026-12-31", TRUE, TRUE },
    { "2020-01-01", "2026-12-30", TRUE, FALSE },
    { "2027-01-01", "2027-01-01", TRUE, FALSE },
  };
  g_autoptr (KlasterScopeFilter) year = klaster_scope_filter_new ("2026/27", NULL, NULL, NULL);
  g_autoptr (KlasterScopeFilter) day = klaster_scope_filter_new ("2026/27", NULL, "2026-12-31", NULL);
  g_autoptr (KlasterScopeFilter) all = klaster_scope_filter_new ("nonsense", NULL, "2026-02-30", NULL);
  const char *first, *last;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_cmpint (klaster_scope_filter_overlaps (year, cases[i].start, cases[i].end), ==, cases[i].in_year);
      g_assert_cmpint (klaster_scope_filter_overlaps (day, cases[i].start, cases[i].end), ==, cases[i].on_day);
      g_assert_true (klaster_scope_filter_overlaps (all, cases[i].start, cases[i].end));
      g_assert_true (klaster_scope_filter_overlaps (NULL, cases[i].start, cases[i].end));
    }
  g_assert_true (klaster_scope_filter_get_period (day, &first, &last));
  g_assert_cmpstr (first, ==, "2026-12-31");
  g_assert_cmpstr (last, ==, "2026-12-31");
  g_assert_true (klaster_scope_filter_is_empty (all));
  g_assert_true (klaster_scope_filter_equal (all, NULL));
  g_assert_false (klaster_scope_filter_equal (year, day));
}

/* Which of the cooperations 10, 11, … pass, as a string of digits. */
static char *
list_passing (KlasterSnapshot          *snapshot,
              const KlasterScopeFilter *filter)
{
  GString *text = g_string_new (NULL);
  KlasterRowIter iter;
  KlasterRow *row;

  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_COOPERATION);
  while (klaster_row_iter_next (&iter, &row))
    if (klaster_scope_filter_passes (filter, snapshot, row, NULL, NULL))
      g_string_append_printf (text, "%d", (int) klaster_row_get_id (row) - 10);

  return g_string_free (text, FALSE);
}

static void
test_cooperations (void)
{
  g_autoptr (KlasterSnapshot) snapshot = make_snapshot (
    "[" INSTITUTION (1, "school") "," INSTITUTION (2, "school") "," INSTITUTION (3, "higher") "," INSTITUTION (4, "association") ","
    /* 0: proposed to be horizontal; 1: vertical; 2: said to be mixed; 3: undecidable */
    INSERT ("cooperation", 10, "\"from_id\":1,\"to_id\":2,\"models\":[\"game\"],\"areas\":[\"staff\",\"practice\"],\"status\":\"active\"") ","
    INSERT ("cooperation", 11, "\"from_id\":1,\"to_id\":3,\"models\":[\"game\",\"social\"],\"status\":\"proposed\"") ","
    INSERT ("cooperation", 12, "\"from_id\":1,\"to_id\":3,\"orientation\":\"mixed\",\"areas\":[\"staff\"],\"status\":\"ended\",\"end_date\":\"2025-06-30\"") ","
    INSERT ("cooperation", 13, "\"from_id\":1,\"to_id\":4") "]");
  static const struct
  {
    KlasterScopeList list;
    const char *tokens[4];
    const char *passing;
  } cases[] = {
    { KLASTER_SCOPE_ORIENTATIONS, { "horizontal" }, "0" },
    { KLASTER_SCOPE_ORIENTATIONS, { "vertical", "mixed" }, "12" },
    { KLASTER_SCOPE_ORIENTATIONS, { KLASTER_SCOPE_NOT_STATED }, "3" },
    { KLASTER_SCOPE_ORIENTATIONS, { NULL }, "" },
    { KLASTER_SCOPE_MODELS, { "game" }, "01" },
    { KLASTER_SCOPE_MODELS, { "social", KLASTER_SCOPE_NOT_STATED }, "123" },
    { KLASTER_SCOPE_AREAS, { "staff" }, "02" },
    { KLASTER_SCOPE_AREAS, { "practice" }, "0" },
    { KLASTER_SCOPE_STATUSES, { "active", "proposed" }, "01" },
    { KLASTER_SCOPE_STATUSES, { KLASTER_SCOPE_NOT_STATED }, "3" },
  };
  const char *const *tokens[KLASTER_SCOPE_N_LISTS] = { NULL };
  g_autoptr (KlasterScopeFilter) past = NULL;
  g_autofree char *everything = list_passing (snapshot, NULL);
  g_autofree char *in_past = NULL;
  static const char *const active[] = { "active", NULL };

  g_assert_cmpstr (everything, ==, "0123");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KlasterScopeFilter) filter = NULL;
      g_autofree char *passing = NULL;
      const char *const *one[KLASTER_SCOPE_N_LISTS] = { NULL };

      one[cases[i].list] = cases[i].tokens;
      filter = klaster_scope_filter_new (NULL, NULL, NULL, one);
      passing = list_passing (snapshot, filter);
      g_test_message ("%u", i);
      g_assert_cmpstr (passing, ==, cases[i].passing);
      g_assert_true (klaster_scope_filter_has_lists (filter));
    }

  /* Each list counts what the others leave. */
  {
    static const char *const game[] = { "game", NULL };
    const char *const *one[KLASTER_SCOPE_N_LISTS] = { [KLASTER_SCOPE_MODELS] = game };
    g_autoptr (KlasterScopeFilter) filter = klaster_scope_filter_new (NULL, NULL, NULL, one);
    g_autoptr (KlasterScopeCounts) counts = klaster_scope_counts_new (snapshot, filter, NULL);

    g_assert_cmpuint (counts->n_total, ==, 4);
    g_assert_cmpuint (counts->n_passing, ==, 2);
    g_assert_cmpuint (klaster_scope_counts_get (counts, KLASTER_SCOPE_MODELS, "game"), ==, 2);
    g_assert_cmpuint (klaster_scope_counts_get (counts, KLASTER_SCOPE_MODELS, "social"), ==, 1);
    g_assert_cmpuint (klaster_scope_counts_get (counts, KLASTER_SCOPE_MODELS, KLASTER_SCOPE_NOT_STATED), ==, 2);
    g_assert_cmpuint (klaster_scope_counts_get (counts, KLASTER_SCOPE_ORIENTATIONS, "vertical"), ==, 1);
    g_assert_cmpuint (klaster_scope_counts_get (counts, KLASTER_SCOPE_ORIENTATIONS, "mixed"), ==, 0);
    g_assert_cmpuint (klaster_scope_counts_get (counts, KLASTER_SCOPE_STATUSES, "ended"), ==, 0);
    g_assert_cmpuint (klaster_scope_counts_get (counts, KLASTER_SCOPE_AREAS, "practice"), ==, 1);
    g_assert_cmpstr (counts->last_date, ==, "2025-06-30");
  }

  /* What has ended since was active then. */
  tokens[KLASTER_SCOPE_STATUSES] = active;
  past = klaster_scope_filter_new ("2024/25", NULL, NULL, tokens);
  in_past = list_passing (snapshot, past);
  g_assert_cmpstr (in_past, ==, "02");
  g_assert_cmpstr (klaster_cooperation_get_orientation (snapshot, klaster_snapshot_lookup (snapshot, KLASTER_TABLE_COOPERATION, 10),
                                                        NULL, NULL), ==, "horizontal");
}

static void
count_cb (KlasterScope *scope,
          guint        *n_changes)
{
  (*n_changes)++;
}

static void
test_scope (void)
{
  g_autoptr (KlasterScope) scope = klaster_scope_new ();
  static const char *const game[] = { "game", NULL };
  g_autofree char *today = klaster_date_today ();
  g_autofree char *date = klaster_scope_dup_date (scope);
  g_autoptr (KlasterScopeFilter) kept = NULL;
  guint n_changes = 0;

  g_signal_connect (scope, "changed", G_CALLBACK (count_cb), &n_changes);
  g_assert_true (klaster_scope_filter_is_empty (klaster_scope_get_filter (scope)));
  g_assert_cmpstr (date, ==, today);
  klaster_scope_clear (scope);
  klaster_scope_set_date (scope, NULL);
  g_assert_cmpuint (n_changes, ==, 0);

  klaster_scope_set_academic_year (scope, "2026/27");
  g_assert_cmpuint (n_changes, ==, 1);
  klaster_scope_set_academic_year (scope, "2026/27");
  g_assert_cmpuint (n_changes, ==, 1);
  klaster_scope_set_tokens (scope, KLASTER_SCOPE_MODELS, game);
  kept = klaster_scope_filter_ref (klaster_scope_get_filter (scope));
  klaster_scope_set_date (scope, "2027-03-01");
  g_assert_cmpstr (klaster_scope_get_academic_year (scope), ==, "2026/27");
  g_assert_cmpstr (klaster_scope_get_tokens (scope, KLASTER_SCOPE_MODELS)[0], ==, "game");
  g_free (date);
  date = klaster_scope_dup_date (scope);
  g_assert_cmpstr (date, ==, "2027-03-01");

  /* A year and a day outside of it exclude each other: the later choice holds. */
  klaster_scope_set_date (scope, "2027-09-01");
  g_assert_null (klaster_scope_get_academic_year (scope));
  klaster_scope_set_academic_year (scope, "2025/26");
  g_assert_null (klaster_scope_get_date (scope));
  /* What a worker holds stays as it was. */
  g_assert_cmpstr (klaster_scope_filter_get_academic_year (kept), ==, "2026/27");
  g_assert_null (klaster_scope_filter_get_date (kept));

  klaster_scope_clear (scope);
  g_assert_null (klaster_scope_get_tokens (scope, KLASTER_SCOPE_MODELS));
  g_assert_true (klaster_scope_filter_is_empty (klaster_scope_get_filter (scope)));
}

/* The project says when a year begins, and may say it anew. */
static void
test_project (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("klaster-scope-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "scope.klaster", NULL);
  g_autoptr (KlasterProject) project = sync_new (path, NULL, &error);
  g_autoptr (KlasterScope) scope = klaster_scope_new ();
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Begin in October");
  g_autofree char *uuid = NULL;
  gint64 id = klaster_edit_insert (edit, KLASTER_TABLE_PARAMETER);
  guint n_changes = 0;
  const char *first;

  g_assert_no_error (error);
  g_object_set (scope, "project", project, NULL);
  klaster_scope_set_academic_year (scope, "2026/27");
  g_signal_connect (scope, "changed", G_CALLBACK (count_cb), &n_changes);
  klaster_edit_set (edit, KLASTER_TABLE_PARAMETER, id, KLASTER_PARAMETER_KEY,
                    KLASTER_TEXT (KLASTER_ACADEMIC_YEAR_PARAMETER));
  klaster_edit_set (edit, KLASTER_TABLE_PARAMETER, id, KLASTER_PARAMETER_VALUE, KLASTER_TEXT ("10-01"));
  uuid = sync_commit (project, edit, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_changes, ==, 1);
  g_assert_true (klaster_scope_filter_get_period (klaster_scope_get_filter (scope), &first, NULL));
  g_assert_cmpstr (first, ==, "2026-10-01");

  g_assert_true (sync_undo (project, &error));
  g_assert_true (klaster_scope_filter_get_period (klaster_scope_get_filter (scope), &first, NULL));
  g_assert_cmpstr (first, ==, "2026-09-01");
  g_assert_true (sync_close (project, FALSE, &error));
  g_assert_no_error (error);
  g_unlink (path);
  g_rmdir (folder);
}

/* Midnight: in these two zones it is never the same day. */
static void
test_clock (void)
{
  g_autofree char *zone = g_strdup (g_getenv ("TZ"));
  g_autoptr (KlasterScope) scope = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  guint n_changes = 0;

  g_setenv ("TZ", "UTC+12", TRUE);
  scope = klaster_scope_new ();
  before = klaster_scope_dup_date (scope);
  g_signal_connect (scope, "changed", G_CALLBACK (count_cb), &n_changes);
  klaster_scope_follow_clock (scope);
  g_assert_cmpuint (n_changes, ==, 0);

  g_setenv ("TZ", "UTC-14", TRUE);
  klaster_scope_follow_clock (scope);
  g_assert_cmpuint (n_changes, ==, 1);
  after = klaster_scope_dup_date (scope);
  g_assert_cmpstr (after, >, before);
  klaster_scope_follow_clock (scope);
  g_assert_cmpuint (n_changes, ==, 1);

  /* A day that somebody chose stays. */
  klaster_scope_set_date (scope, "2026-09-01");
  g_assert_cmpuint (n_changes, ==, 2);
  g_setenv ("TZ", "UTC+12", TRUE);
  klaster_scope_follow_clock (scope);
  g_assert_cmpuint (n_changes, ==, 2);
  if (zone)
    g_setenv ("TZ", zone, TRUE);
  else
    g_unsetenv ("TZ");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scope/year", test_year);
  g_test_add_func ("/scope/year-changes", test_year_changes);
  g_test_add_func ("/scope/overlap", test_overlap);
  g_test_add_func ("/scope/cooperations", test_cooperations);
  g_test_add_func ("/scope/scope", test_scope);
  g_test_add_func ("/scope/project", test_project);
  g_test_add_func ("/scope/clock", test_clock);

  return g_test_run ();
}
