/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tables to other programs and back: nothing is lost on the way, and foreign ones say what they mean. */
#include "config.h"

#include <math.h>

#include <archive.h>
#include <archive_entry.h>
#include <libxml/xmlreader.h>

#include "exchange-fixture.h"
#include "klaster-worker.h"
#include "klaster-xlsx-date.h"
#include "klaster-xlsx-part.h"

/* In this order every row finds what it refers to. */
static guint
list_in_order (KlasterTable *tables)
{
  guint n = 0;

  tables[n++] = KLASTER_TABLE_VOCABULARY;
  tables[n++] = KLASTER_TABLE_INSTITUTION;
  for (guint t = 0; t < KLASTER_N_TABLES; t++)
    if (t != KLASTER_TABLE_VOCABULARY && t != KLASTER_TABLE_INSTITUTION && t != KLASTER_TABLE_ATTACHMENT
        && !klaster_schema_is_internal (t))
      tables[n++] = t;
  tables[n++] = KLASTER_TABLE_ATTACHMENT;

  return n;
}

/* Random content, one table after the other, into an empty project. */
static void
check_tables (KlasterSnapshot     *snapshot,
              KlasterExportFormat  format)
{
  KlasterTable tables[KLASTER_N_TABLES];
  guint n = list_in_order (tables);
  g_autoptr (KlasterSnapshot) copy = make_empty ();

  for (guint i = 0; i < n; i++)
    {
      const char *plural = klaster_schema_get_table (tables[i])->plural;
      g_autofree char *name = g_strconcat (plural, klaster_export_format_get_ending (format), NULL);
      /* Lists come with the table in between, which has identifiers of its own. */
      g_autofree char *settings = make_settings_without_lists (tables[i]);
      g_autoptr (GBytes) bytes = write_out (snapshot, format, (gint) tables[i]);
      g_autoptr (KlasterSnapshot) before = g_steal_pointer (&copy);
      g_autoptr (KlasterImportPlan) again = NULL;

      copy = take_in (bytes, name, settings, before);
      assert_same_rows (snapshot, copy, tables[i], name);
      again = plan_bytes (bytes, name, settings, copy);
      g_assert_null (again->edit);
      g_assert_cmpuint (again->n_duplicates, ==, again->n_read);
    }
}

static void
test_round_trips (void)
{
  guint n = g_getenv ("KLASTER_TEST_FULL") ? 30 : 3;

  for (guint i = 0; i < n; i++)
    {
      guint32 seed = g_random_int ();
      g_autoptr (GRand) random = g_rand_new_with_seed (seed);
      g_autoptr (KlasterSnapshot) snapshot = make_random (random);

      g_test_message ("seed %u", seed);
      check_tables (snapshot, KLASTER_EXPORT_CSV);
      check_tables (snapshot, KLASTER_EXPORT_XLSX);
    }
}

/* The whole workbook at once: sheets refer to each other. */
static void
test_workbook (void)
{
  static const KlasterTable left_out[] = { KLASTER_TABLE_CLUSTER, KLASTER_TABLE_PARAMETER, KLASTER_TABLE_ATTACHMENT,
                                           KLASTER_TABLE_OVERLAY, KLASTER_TABLE_SCENARIO, KLASTER_TABLE_PLACEMENT };
  guint32 seed = g_random_int ();
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autoptr (KlasterSnapshot) snapshot = make_random (random);
  g_autoptr (GBytes) bytes = write_out (snapshot, KLASTER_EXPORT_XLSX, KLASTER_EXPORT_ALL);
  g_autoptr (GBytes) again = write_out (snapshot, KLASTER_EXPORT_XLSX, KLASTER_EXPORT_ALL);
  g_autoptr (KlasterSnapshot) empty = make_empty ();
  g_autoptr (KlasterSnapshot) copy = NULL;
  g_autoptr (KlasterImportPlan) same = NULL;

  g_test_message ("seed %u", seed);
  g_assert_true (g_bytes_equal (bytes, again));
  copy = take_in (bytes, "workbook.xlsx", NULL, empty);
  for (guint t = 0; t < KLASTER_N_TABLES; t++)
    {
      gboolean kept = !klaster_schema_is_internal (t);

      for (guint i = 0; i < G_N_ELEMENTS (left_out); i++)
        kept = kept && t != left_out[i];
      if (kept)
        assert_same_rows (snapshot, copy, t, "workbook");
    }
  same = plan_bytes (bytes, "workbook.xlsx", NULL, copy);
  g_assert_null (same->edit);
}

/* What other programs keep when they save it: no number has more than 15 figures, no text is a formula. */
static void
test_cells (void)
{
  g_autoptr (KlasterSnapshot) empty = make_empty ();
  g_autoptr (KlasterSnapshot) snapshot = take_in_text ("id,name_uz,kind,role,lon,lat,notes,joined_on\n"
                                                       "9007199254740991,=1+1,school,member,69.5,41.123456789012345,-5,2026-02-28\n"
                                                       "12,+998,school,member,69.58030000000001,41.1,@a,1899-12-31\n", NULL, empty);
  g_autoptr (GBytes) bytes = write_out (snapshot, KLASTER_EXPORT_XLSX, KLASTER_TABLE_INSTITUTION);
  g_autoptr (KlasterSnapshot) back = take_in (bytes, "x.xlsx", NULL, empty);
  gsize budget = G_MAXINT;
  g_autoptr (KlasterXlsxPart) part = klaster_xlsx_part_open (bytes, "xl/worksheets/sheet1.xml", &budget, NULL);
  gboolean in_number = FALSE;
  guint n_numbers = 0;

  assert_same_rows (snapshot, back, KLASTER_TABLE_INSTITUTION, "cells");
  while (klaster_xlsx_part_next (part, NULL))
    {
      const char *text = klaster_xlsx_part_get_text (part);

      g_assert_false (klaster_xlsx_part_starts (part, "f"));
      if (klaster_xlsx_part_starts (part, "c"))
        {
          g_autofree char *type = klaster_xlsx_part_get_attribute (part, "t");

          in_number = type == NULL;
        }
      if (in_number && text)
        {
          char figures[G_ASCII_DTOSTR_BUF_SIZE];

          n_numbers++;
          g_ascii_formatd (figures, sizeof figures, "%.15g", g_ascii_strtod (text, NULL));
          g_assert_cmpfloat (g_ascii_strtod (figures, NULL), ==, g_ascii_strtod (text, NULL));
        }
    }
  /* An identifier, two longitudes and a latitude that are short enough, and one date; the other is older than spreadsheets. */
  g_assert_cmpuint (n_numbers, ==, 4);
}

/* Columns are as wide as their longest text, within reason, dates are dates; the header stays, filters, and comes again on
 * paper. */
static void
test_looks (void)
{
  g_autoptr (KlasterSnapshot) empty = make_empty ();
  g_autoptr (KlasterSnapshot) snapshot = take_in_text ("id,name_uz,kind,role,notes,joined_on\n"
                                                       "12,A school whose name has forty characters,school,member,"
                                                       "notes notes notes notes notes notes notes notes notes notes,2026-02-28\n",
                                                       NULL, empty);
  g_autoptr (GBytes) bytes = write_out (snapshot, KLASTER_EXPORT_XLSX, KLASTER_TABLE_INSTITUTION);
  gsize budget = G_MAXINT;
  g_autoptr (KlasterXlsxPart) part = klaster_xlsx_part_open (bytes, "xl/worksheets/sheet1.xml", &budget, NULL);
  gboolean frozen = FALSE, filters = FALSE, lies = FALSE;
  double widest = 0, narrowest = 1000, name = 0;

  while (klaster_xlsx_part_next (part, NULL))
    {
      if (klaster_xlsx_part_starts (part, "col"))
        {
          g_autofree char *first = klaster_xlsx_part_get_attribute (part, "min");
          g_autofree char *text = klaster_xlsx_part_get_attribute (part, "width");
          double width = g_ascii_strtod (text, NULL);

          if (g_str_equal (first, "2"))
            name = width;
          widest = MAX (widest, width);
          narrowest = MIN (narrowest, width);
        }
      if (klaster_xlsx_part_starts (part, "pane"))
        {
          g_autofree char *state = klaster_xlsx_part_get_attribute (part, "state");

          frozen = g_strcmp0 (state, "frozen") == 0;
        }
      filters |= klaster_xlsx_part_starts (part, "autoFilter");
      if (klaster_xlsx_part_starts (part, "pageSetup"))
        {
          g_autofree char *orientation = klaster_xlsx_part_get_attribute (part, "orientation");

          lies = g_strcmp0 (orientation, "landscape") == 0;
        }
    }
  g_assert_true (frozen);
  g_assert_true (filters);
  g_assert_true (lies);
  g_assert_cmpfloat (name, >=, 40);
  g_assert_cmpfloat (name, <, 43);
  g_assert_cmpfloat (widest, <, 52);
  g_assert_cmpfloat (narrowest, <, 14);
}

static KlasterRow *
get_new (KlasterSnapshot   *snapshot,
         KlasterTable       table,
         KlasterImportPlan *plan,
         guint              row)
{
  KlasterRow *record = klaster_snapshot_lookup (snapshot, table, g_array_index (plan->rows, KlasterImportRow, row).id);

  g_assert_nonnull (record);
  return record;
}

/* Members by any of their names, words of the vocabulary by theirs; what is not clear is told, never guessed. */
static void
test_cooperations (void)
{
  const char *text = "Kimdan;Kimga;Modellar;Yoʻnalishlar;Boshlanish sanasi;Kuchi\n"
                     "Institut;School 5;social, game;research;01.09.2026;3\n"
                     "CHDPI;Школа № 6;ijtimoiy-rolli;Pedagogik amaliyot;2026-09-01;\n"
                     "5-мактаб;Педагогический институт;game; ;;\n"
                     "Markaz;Kollej;;;;\n"
                     "Institut;Nowhere;;;;\n"
                     "Institut;Institut;;;;\n"
                     "Institut;Kollej;dancing;;;\n"
                     "Institut;Kollej;;;31.02.2026;\n"
                     "Institut;;;;;\n"
                     "School 5;institute;game, social;;1 sentyabr 2026;\n";
  g_autoptr (KlasterSnapshot) members = make_members ();
  g_autoptr (KlasterImportPlan) plan = plan_text (text, "{\"as\":\"cooperations\"}", members);
  g_autoptr (KlasterSnapshot) after = apply (members, plan->edit);
  KlasterRow *row = get_new (after, KLASTER_TABLE_COOPERATION, plan, 0);

  g_assert_cmpint (klaster_row_get_integer (row, KLASTER_COOPERATION_FROM_ID), ==, 1);
  g_assert_cmpint (klaster_row_get_integer (row, KLASTER_COOPERATION_TO_ID), ==, 2);
  g_assert_cmpstr (klaster_row_get_text (row, KLASTER_COOPERATION_START_DATE), ==, "2026-09-01");
  g_assert_true (klaster_row_has_token (row, KLASTER_COOPERATION_MODELS, "game"));
  row = get_new (after, KLASTER_TABLE_COOPERATION, plan, 1);
  g_assert_cmpint (klaster_row_get_integer (row, KLASTER_COOPERATION_TO_ID), ==, 3);
  g_assert_true (klaster_row_has_token (row, KLASTER_COOPERATION_MODELS, "social"));
  g_assert_true (klaster_row_has_token (row, KLASTER_COOPERATION_AREAS, "practice"));
  g_assert_true (klaster_row_is_null (row, KLASTER_COOPERATION_STRENGTH));
  row = get_new (after, KLASTER_TABLE_COOPERATION, plan, 2);
  g_assert_cmpint (klaster_row_get_integer (row, KLASTER_COOPERATION_FROM_ID), ==, 2);

  g_assert_cmpstr (find_problem (plan, 4)->value, ==, "Markaz");
  g_assert_cmpstr (find_problem (plan, 4)->column, ==, "Kimdan");
  g_assert_cmpuint (find_problem (plan, 4)->line, ==, 5);
  g_assert_cmpstr (find_problem (plan, 5)->value, ==, "Nowhere");
  for (guint i = 4; i <= 9; i++)
    g_assert_true (find_problem (plan, i)->rejected);
  g_assert_cmpstr (find_problem (plan, 7)->value, ==, "dancing");
  g_assert_cmpstr (find_problem (plan, 8)->value, ==, "31.02.2026");
  /* The same two members from the other end, the same models in another order, the same day. */
  g_assert_true (find_problem (plan, 10)->duplicate);
  g_assert_cmpuint (plan->n_accepted, ==, 3);
  g_assert_cmpuint (plan->n_rejected, ==, 6);
  g_assert_cmpuint (plan->n_duplicates, ==, 1);
}

/* Headers say what the rows are, where they clearly do. */
static void
test_tables (void)
{
  static const struct
  {
    const char *text;
    KlasterTable table;
  } sources[] = {
    { "Kimdan;Kimga;Kuchi\nA;B;3\n", KLASTER_TABLE_COOPERATION },
    { "Номер договора;Стороны;Дата подписания;Действует до\n1;A;01.03.2026;\n", KLASTER_TABLE_AGREEMENT },
    { "Agreement;Party;Text;Due\n1;A;Teach;2026-09-01\n", KLASTER_TABLE_OBLIGATION },
    { "Nomi;Tuman;Telefon;Izoh\nA;Qibray;;\n", KLASTER_TABLE_INSTITUTION },
    { "Название;Номер\nA;5\n", KLASTER_TABLE_INSTITUTION },
    { "id,agreement_id,clause,state,evidence\n1,2,common_goal,met,\n", KLASTER_TABLE_AGREEMENT_CLAUSE },
    { "A;B\nC;D\n", KLASTER_TABLE_INSTITUTION },
  };

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      g_autoptr (KlasterImportSettings) settings = klaster_import_settings_new ();
      g_autoptr (GBytes) bytes = g_bytes_new (sources[i].text, strlen (sources[i].text));
      g_autoptr (KlasterImportSource) source = klaster_import_source_read (bytes, "x.csv", settings, NULL, NULL);
      KlasterTable table;

      klaster_import_source_get_part (source, 0, &table);
      if (table != sources[i].table)
        g_error ("“%s” is taken for %s", sources[i].text, klaster_schema_get_table (table)->plural);
    }
}

/* An identifier and a name beside each other. */
static void
test_names_beside (void)
{
  const char *text = "id,from_id,from_name,to_id,to_name,status\n"
                     ",1,Institute,2,School 5,active\n"
                     ",,Институт уз,,6-maktab,active\n"
                     ",1,Institute,2,School 6,active\n"
                     ",991,Institut,4,Nobody knows it,active\n"
                     ",6,Markaz,4,,active\n";
  g_autoptr (KlasterSnapshot) members = make_members ();
  g_autoptr (KlasterImportPlan) plan = plan_text (text, NULL, members);
  g_autoptr (KlasterSnapshot) after = apply (members, plan->edit);

  g_assert_cmpuint (plan->n_accepted, ==, 4);
  g_assert_cmpuint (plan->n_rejected, ==, 1);
  g_assert_cmpstr (find_problem (plan, 3)->column, ==, "to_name");
  g_assert_false (find_problem (plan, 4)->rejected);
  g_assert_cmpint (klaster_row_get_integer (get_new (after, KLASTER_TABLE_COOPERATION, plan, 1), KLASTER_COOPERATION_TO_ID), ==, 3);
  g_assert_cmpint (klaster_row_get_integer (get_new (after, KLASTER_TABLE_COOPERATION, plan, 3), KLASTER_COOPERATION_FROM_ID), ==, 1);
  /* Two have the name; the identifier says which. */
  g_assert_cmpint (klaster_row_get_integer (get_new (after, KLASTER_TABLE_COOPERATION, plan, 4), KLASTER_COOPERATION_FROM_ID), ==, 6);
}

static guint
count_parties (KlasterSnapshot *snapshot,
               gint64           agreement,
               gint64           member,
               const char      *role)
{
  KlasterReferrerIter iter;
  KlasterRow *row;
  guint n = 0;

  klaster_referrer_iter_init (&iter, snapshot, KLASTER_TABLE_AGREEMENT_PARTY, KLASTER_AGREEMENT_PARTY_AGREEMENT_ID, agreement);
  while (klaster_referrer_iter_next (&iter, &row))
    n += (member == 0 || klaster_row_get_integer (row, KLASTER_AGREEMENT_PARTY_INSTITUTION_ID) == member)
         && (role == NULL || g_strcmp0 (klaster_row_get_text (row, KLASTER_AGREEMENT_PARTY_ROLE), role) == 0);

  return n;
}

/* Agreements with their parties, obligations by the agreement's number, and what comes back from a spreadsheet. */
static void
test_agreements (void)
{
  const char *text = "Raqami;Sarlavha;Turi;Imzolangan sana;Muddati;Tomonlar\n"
                     "12-A;Hamkorlik;cooperation;01.03.2026;2027-03-01;Institut (coordinator); School 5 (practice base)\n"
                     "13;Laboratoriya;laboratory;;;Institute, Школа № 6\n"
                     "14;;memorandum;;;Chirchiq, 7-maktab\n"
                     "15;;memorandum;;;Institut; Nobody\n"
                     "16;;;;;Markaz; Institut\n"
                     "№ 12-a;Takror;cooperation;;;Kollej\n";
  const char *quoted = "number;title;kind;party_names\n12-A;Hamkorlik;cooperation;\"Institut; Kollej\"\n";
  g_autofree char *settings = g_strdup ("{\"as\":\"agreements\",\"separator\":\";\"}");
  g_autoptr (KlasterSnapshot) members = make_members ();
  g_autoptr (GString) source = g_string_new (NULL);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (KlasterImportPlan) plan = NULL;
  g_autoptr (KlasterImportPlan) skipped = NULL;
  g_autoptr (KlasterImportPlan) filled = NULL;
  g_autoptr (KlasterImportPlan) obligations = NULL;
  g_autoptr (KlasterImportPlan) back = NULL;
  g_autoptr (KlasterSnapshot) after = NULL;
  g_autoptr (KlasterSnapshot) more = NULL;
  g_autoptr (KlasterSnapshot) changed = NULL;
  g_autofree char *edited = NULL;
  gint64 first;

  /* The last cell holds semicolons. */
  for (guint i = 0; lines[i] && *lines[i]; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], ";", 6);

      for (guint j = 0; j < 6; j++)
        g_string_append_printf (source, "%s\"%s\"", j > 0 ? ";" : "", cells[j]);
      g_string_append_c (source, '\n');
    }
  plan = plan_text (source->str, settings, members);
  g_assert_cmpuint (plan->n_accepted, ==, 3);
  g_assert_cmpuint (plan->n_rejected, ==, 2);
  g_assert_cmpuint (plan->n_duplicates, ==, 1);
  g_assert_cmpstr (find_problem (plan, 4)->column, ==, "Tomonlar");
  g_assert_nonnull (strstr (find_problem (plan, 4)->reason, "Nobody"));
  g_assert_true (find_problem (plan, 5)->rejected);
  g_assert_true (find_problem (plan, 6)->duplicate);
  after = apply (members, plan->edit);
  first = g_array_index (plan->rows, KlasterImportRow, 0).id;
  g_assert_cmpuint (count_parties (after, first, 0, NULL), ==, 2);
  g_assert_cmpuint (count_parties (after, first, 2, "practice base"), ==, 1);
  g_assert_cmpuint (count_parties (after, g_array_index (plan->rows, KlasterImportRow, 1).id, 3, NULL), ==, 1);
  g_assert_cmpuint (count_parties (after, g_array_index (plan->rows, KlasterImportRow, 2).id, 5, NULL), ==, 1);

  /* The same number again: left out, or what it adds is added. */
  skipped = plan_text (quoted, settings, after);
  g_assert_cmpuint (skipped->n_duplicates, ==, 1);
  g_assert_null (skipped->edit);
  filled = plan_text (quoted, "{\"as\":\"agreements\",\"separator\":\";\",\"duplicates\":\"update\"}", after);
  g_assert_cmpuint (filled->n_updated, ==, 1);
  more = apply (after, filled->edit);
  g_assert_cmpuint (count_parties (more, first, 0, NULL), ==, 3);
  g_assert_cmpuint (count_parties (more, first, 1, "coordinator"), ==, 1);

  obligations = plan_text ("agreement,institution,text,due,state\n12-a,School 5,Open the doors,2026-09-01,open\n"
                           "№ 13,Institut,Teach,,bajarilgan\n999,Institut,Nothing,,open\n"
                           "12-a,Nobody,Nothing,31.02.2026,lost\n", "{\"as\":\"obligations\"}", more);
  g_assert_cmpuint (obligations->n_accepted, ==, 2);
  g_assert_cmpstr (find_problem (obligations, 3)->column, ==, "agreement");
  /* All that is wrong with a row is told at once. */
  g_assert_cmpuint (obligations->problems->len, ==, 4);

  /* A table of ours comes back with a party less and another role. */
  edited = g_strdup_printf ("id,number,title,party_ids,party_names\n%" G_GINT64_FORMAT ",12-A,Hamkorlik,1 (leader); 4,\n", first);
  back = plan_text (edited, NULL, more);
  g_assert_cmpuint (back->n_updated, ==, 1);
  changed = apply (more, back->edit);
  g_assert_cmpuint (count_parties (changed, first, 0, NULL), ==, 2);
  g_assert_cmpuint (count_parties (changed, first, 1, "leader"), ==, 1);
  g_assert_cmpuint (count_parties (changed, first, 2, NULL), ==, 0);
}

/* A source that brings members which are there already, and links between them by name. */
static void
test_redirects (void)
{
  g_autoptr (KlasterSnapshot) members = make_members ();
  g_autoptr (KlasterSnapshot) empty = make_empty ();
  g_autoptr (KlasterSnapshot) other = take_in_text ("id,name_uz,kind,role\n101,Institut,higher,member\n102,8-maktab,school,member\n",
                                                    NULL, empty);
  g_autoptr (KlasterSnapshot) linked = take_in_text ("id,from_id,to_id,status\n201,101,102,active\n", NULL, other);
  g_autoptr (GBytes) workbook = write_out (linked, KLASTER_EXPORT_XLSX, KLASTER_EXPORT_ALL);
  g_autoptr (GBytes) geojson = write_out (linked, KLASTER_EXPORT_GEOJSON, KLASTER_EXPORT_ALL);
  g_autoptr (KlasterSnapshot) from_workbook = take_in (workbook, "x.xlsx", NULL, members);
  g_autoptr (KlasterSnapshot) from_geojson = take_in (geojson, "x.geojson", NULL, members);
  KlasterSnapshot *const both[] = { from_workbook, from_geojson };

  for (guint i = 0; i < G_N_ELEMENTS (both); i++)
    {
      KlasterRow *link = klaster_snapshot_lookup (both[i], KLASTER_TABLE_COOPERATION, 201);

      g_assert_nonnull (link);
      g_assert_cmpint (klaster_row_get_integer (link, KLASTER_COOPERATION_FROM_ID), ==, 1);
      g_assert_cmpint (klaster_row_get_integer (link, KLASTER_COOPERATION_TO_ID), ==, 102);
      g_assert_null (klaster_snapshot_lookup (both[i], KLASTER_TABLE_INSTITUTION, 101));
    }
}

/* A member that is rejected takes everything along that refers to it, whatever the way to it. */
static void
test_referrers (void)
{
  g_autoptr (KlasterSnapshot) empty = make_empty ();
  g_autoptr (GString) json = g_string_new ("{\"type\":\"FeatureCollection\",\"features\":[");
  static const char *const members[] = { "\"id\":1,\"parent_id\":\"Nowhere\"", "\"id\":2,\"parent_id\":null",
                                         "\"id\":3,\"parent_id\":1", "\"id\":4,\"parent_id\":3" };
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (KlasterImportPlan) plan = NULL;
  g_autoptr (KlasterSnapshot) after = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    g_string_append_printf (json, "{\"type\":\"Feature\",\"geometry\":null,\"properties\":{%s,\"name_uz\":\"M%u\",\"kind\":"
                                  "\"school\",\"role\":\"member\"}},", members[i], i);
  for (guint i = 0; i < 400; i++)
    g_string_append_printf (json, "%s{\"type\":\"Feature\",\"geometry\":null,\"properties\":{\"id\":%u,\"from_id\":%u,"
                                  "\"to_id\":2,\"strength\":%u}}", i > 0 ? "," : "", 100 + i, i % 2 == 0 ? 1 : 4, 1 + i % 5);
  g_string_append (json, "]}");
  bytes = g_bytes_new (json->str, json->len);
  plan = plan_bytes (bytes, "x.geojson", NULL, empty);
  after = apply (empty, plan->edit);
  g_assert_cmpuint (plan->n_read, ==, 404);
  g_assert_cmpuint (plan->n_accepted, ==, 1);
  g_assert_cmpuint (plan->n_rejected, ==, 403);
  g_assert_cmpuint (klaster_snapshot_get_n_rows (after, KLASTER_TABLE_INSTITUTION), ==, 1);
  g_assert_cmpstr (find_problem (plan, 4)->column, ==, "institution.parent_id");
  g_assert_cmpstr (find_problem (plan, 404)->column, ==, "cooperation.from_id");
}

/* A header that names a column twice is a header all the same; which two they are is said, and either can be chosen. */
static void
test_repeated_headers (void)
{
  const char *text = "Nomi;Telefon;Turi;Telefon\n5-maktab;+998711111111;school;+998722222222\n";
  g_autoptr (KlasterSnapshot) empty = make_empty ();
  g_autoptr (KlasterImportPlan) plan = plan_text (text, NULL, empty);
  g_autoptr (KlasterImportPlan) other = plan_text (text, "{\"columns\":{\"D\":\"phone\"}}", empty);
  g_autoptr (KlasterImportPlan) rows = plan_text ("A maktab;B\nA maktab;B\nC maktab;B\n", NULL, empty);
  g_autoptr (KlasterSnapshot) after = apply (empty, plan->edit);
  g_autoptr (KlasterSnapshot) second = apply (empty, other->edit);

  g_assert_cmpuint (plan->n_accepted, ==, 1);
  g_assert_cmpuint (plan->problems->len, ==, 1);
  g_assert_cmpuint (find_problem (plan, 1)->line, ==, 1);
  g_assert_cmpstr (find_problem (plan, 1)->column, ==, "Telefon");
  g_assert_nonnull (strstr (find_problem (plan, 1)->reason, "B and D"));
  g_assert_cmpstr (klaster_row_get_text (get_new (after, KLASTER_TABLE_INSTITUTION, plan, 0), KLASTER_INSTITUTION_PHONE), ==,
                   "+998711111111");
  g_assert_cmpstr (klaster_row_get_text (get_new (second, KLASTER_TABLE_INSTITUTION, other, 0), KLASTER_INSTITUTION_PHONE), ==,
                   "+998722222222");
  /* Rows that repeat a cell are no header. */
  g_assert_cmpuint (rows->n_read, ==, 3);
}

static void
assert_stranger (const char *text,
                 gssize      length,
                 const char *name,
                 int         code,
                 const char *says)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, length < 0 ? strlen (text) : (gsize) length);
  g_autoptr (KlasterImportSettings) settings = klaster_import_settings_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (KlasterImportSource) source = klaster_import_source_read (bytes, name, settings, NULL, &error);

  g_assert_null (source);
  g_assert_error (error, KLASTER_IMPORT_ERROR, code);
  g_assert_nonnull (strstr (error->message, says));
}

/* Files that are no tables end in one sentence that says what to do. */
static void
test_strangers (void)
{
  g_autoptr (KlasterSnapshot) members = make_members ();
  static const KlasterExportFormat formats[] = { KLASTER_EXPORT_GRAPHML, KLASTER_EXPORT_GEXF };
  static const char binary[] = "\x7f" "ELF\2\1\1\0\0\0\0\0\0\0\0\0\2\0>\0\1\0\0\0\xb0";

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (GBytes) bytes = write_out (members, formats[i], KLASTER_EXPORT_ALL);

      assert_stranger (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), "x.graphml", KLASTER_IMPORT_ERROR_FORMAT,
                       "GeoJSON");
      assert_stranger (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), "x.csv", KLASTER_IMPORT_ERROR_FORMAT,
                       "GeoJSON");
    }
  assert_stranger ("<!DOCTYPE html><html><body><table></table></body></html>", -1, "x.xls", KLASTER_IMPORT_ERROR_FORMAT, "XLSX");
  assert_stranger ("SQLite format 3\0and so on, pages of it", 38, "x.klaster", KLASTER_IMPORT_ERROR_FORMAT, "JSON");
  assert_stranger (binary, sizeof binary, "x.csv", KLASTER_IMPORT_ERROR_ENCODING, "CSV");
  assert_stranger ("name_uz,kind\n5-maktab,sch\0ol\n", 29, "x.csv", KLASTER_IMPORT_ERROR_ENCODING, "Line 2, column 13");
}

/* A chain, each row of which refers to the one below it, down to one that is rejected; and one that ends well. */
static void
test_chain (void)
{
  g_autoptr (KlasterSnapshot) empty = make_empty ();
  g_autoptr (GString) text = g_string_new ("id,name_uz,kind,role,parent_id\n");
  g_autoptr (KlasterImportPlan) plan = NULL;

  for (guint i = 1; i <= 500; i++)
    {
      if (i == 250 || i == 500)
        g_string_append_printf (text, "%u,M%u,school,member,%s\n", i, i, i == 250 ? "Nowhere" : "");
      else
        g_string_append_printf (text, "%u,M%u,school,member,%u\n", i, i, i + 1);
    }
  plan = plan_text (text->str, NULL, empty);
  g_assert_cmpuint (plan->n_rejected, ==, 250);
  g_assert_cmpuint (plan->n_accepted, ==, 250);
  g_assert_cmpuint (plan->problems->len, ==, 250);
  g_assert_cmpstr (find_problem (plan, 1)->column, ==, "parent_id");
  g_assert_cmpstr (find_problem (plan, 250)->value, ==, "Nowhere");
  g_assert_null (find_problem (plan, 251));
}

/* What LibreOffice wrote: a title, dates, formulas, one that cannot be computed, a line break. */
static void
test_libreoffice (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "data", "cooperation.xlsx", NULL);
  g_autofree char *data = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (KlasterSnapshot) members = make_members ();
  g_autoptr (KlasterImportPlan) plan = NULL;
  g_autoptr (KlasterSnapshot) after = NULL;
  KlasterRow *row;
  gsize length;

  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  bytes = g_bytes_new (data, length);
  plan = plan_bytes (bytes, "cooperation.xlsx", "{\"as\":\"cooperations\"}", members);
  g_assert_cmpuint (plan->n_read, ==, 2);
  g_assert_cmpuint (plan->n_accepted, ==, 2);
  after = apply (members, plan->edit);
  row = get_new (after, KLASTER_TABLE_COOPERATION, plan, 0);
  g_assert_cmpstr (klaster_row_get_text (row, KLASTER_COOPERATION_START_DATE), ==, "2026-09-01");
  g_assert_cmpint (klaster_row_get_integer (row, KLASTER_COOPERATION_STRENGTH), ==, 4);
  g_assert_cmpint (klaster_row_get_integer (row, KLASTER_COOPERATION_DIRECTED), ==, 1);
  g_assert_cmpstr (klaster_row_get_text (row, KLASTER_COOPERATION_NOTES), ==, "Birinchi qator\nikkinchi qator & “qoʻshtirnoq”");
  row = get_new (after, KLASTER_TABLE_COOPERATION, plan, 1);
  g_assert_cmpstr (klaster_row_get_text (row, KLASTER_COOPERATION_START_DATE), ==, "2024-02-29");
  g_assert_true (klaster_row_is_null (row, KLASTER_COOPERATION_STRENGTH));
  g_assert_cmpstr (klaster_row_get_text (row, KLASTER_COOPERATION_NOTES), ==, "2-izoh");
  g_assert_cmpuint (find_problem (plan, 2)->line, ==, 5);
  g_assert_false (find_problem (plan, 2)->rejected);
}

/* A zip archive of the parts: path, text, …, NULL. */
static GBytes *
make_archive (const char *path,
              ...)
{
  gsize size = 4 * 1024 * 1024;
  g_autofree char *buffer = g_malloc (size);
  gsize used = 0;
  struct archive *archive = archive_write_new ();
  va_list args;

  archive_write_set_format_zip (archive);
  archive_write_open_memory (archive, buffer, size, &used);
  va_start (args, path);
  for (; path; path = va_arg (args, const char *))
    {
      const char *text = va_arg (args, const char *);
      struct archive_entry *entry = archive_entry_new ();

      archive_entry_set_pathname (entry, path);
      archive_entry_set_size (entry, (la_int64_t) strlen (text));
      archive_entry_set_filetype (entry, AE_IFREG);
      archive_entry_set_perm (entry, 0644);
      g_assert_cmpint (archive_write_header (archive, entry), ==, ARCHIVE_OK);
      g_assert_cmpint (archive_write_data (archive, text, strlen (text)), ==, (la_ssize_t) strlen (text));
      archive_entry_free (entry);
    }
  va_end (args);
  archive_write_close (archive);
  archive_write_free (archive);

  return g_bytes_new (buffer, used);
}

#define RELATIONS "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
#define TYPE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define PACKAGE "_rels/.rels", RELATIONS "<Relationship Id=\"r1\" Type=\"" TYPE "officeDocument\" Target=\"/book/main.xml\"/></Relationships>"
#define WORKBOOK(options) "book/main.xml", "<x:workbook xmlns:x=\"m\" xmlns:r=\"r\">" options "<x:sheets>" \
    "<x:sheet name=\"Secret\" sheetId=\"1\" state=\"veryHidden\" r:id=\"a\"/><x:sheet name=\"List\" sheetId=\"2\" r:id=\"b\"/>" \
    "</x:sheets></x:workbook>"
#define BOOK_RELATIONS "book/_rels/main.xml.rels", RELATIONS \
    "<Relationship Id=\"a\" Type=\"" TYPE "worksheet\" Target=\"one.xml\"/>" \
    "<Relationship Id=\"b\" Type=\"" TYPE "worksheet\" Target=\"../book/./two.xml\"/>" \
    "<Relationship Id=\"c\" Type=\"" TYPE "styles\" Target=\"styles.xml\"/>" \
    "<Relationship Id=\"d\" Type=\"" TYPE "sharedStrings\" Target=\"/book/texts.xml\"/></Relationships>"
#define STYLES "book/styles.xml", "<styleSheet xmlns=\"m\"><numFmts><numFmt numFmtId=\"170\" formatCode=\"[$-419]d&quot; of &quot;mmmm\\ yyyy;@\"/>" \
    "<numFmt numFmtId=\"171\" formatCode=\"0.00&quot; days&quot;\"/></numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>" \
    "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"170\"/><xf numFmtId=\"171\"/><xf numFmtId=\"22\"/></cellXfs></styleSheet>"
#define TEXTS "book/texts.xml", "<sst xmlns=\"m\"><si><t>Nomi</t></si><si><r><t xml:space=\"preserve\">5-</t></r><rPh><t>no</t></rPh><r><t>maktab</t></r></si>" \
    "<si><t>A_x000D_B</t></si><si/></sst>"
#define ONE "book/one.xml", "<worksheet xmlns=\"m\"><sheetData><row><c t=\"inlineStr\"><is><t>secret</t></is></c></row></sheetData></worksheet>"

static KlasterSheet *
read_sheet (GBytes     *bytes,
            const char *settings_json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KlasterImportSettings) settings = klaster_import_settings_new_from_json (settings_json, strlen (settings_json), NULL);
  g_autoptr (KlasterImportSource) source = klaster_import_source_read (bytes, "x.xlsx", settings, NULL, &error);
  g_autoptr (KlasterSheet) copy = klaster_sheet_new ();
  KlasterSheet *sheet;

  g_assert_no_error (error);
  sheet = klaster_import_source_get_sheet (source);
  for (guint row = 0; row < klaster_sheet_get_n_rows (sheet); row++)
    {
      klaster_sheet_begin_row (copy, klaster_sheet_get_line (sheet, row));
      for (guint column = 0; column < klaster_sheet_get_n_columns (sheet); column++)
        klaster_sheet_append_cell (copy, klaster_sheet_get_cell (sheet, row, column), -1);
    }

  return g_steal_pointer (&copy);
}

/* Parts in other places and other namespaces, cells without references, texts within the sheet, both calendars. */
static void
test_foreign_workbook (void)
{
  const char *two = "<y:worksheet xmlns:y=\"m\"><y:sheetData>"
                    "<y:row r=\"2\"><y:c t=\"s\"><y:v>0</y:v></y:c><y:c t=\"str\"><y:v>Sana</y:v></y:c><y:c t=\"inlineStr\"><y:is><y:t>Turi</y:t></y:is></y:c></y:row>"
                    "<y:row r=\"3\"><y:c r=\"A3\" t=\"s\"><y:v>1</y:v></y:c><y:c r=\"B3\" s=\"1\"><y:f>TODAY()</y:f><y:v>46266</y:v></y:c><y:c r=\"C3\" t=\"b\"><y:v>1</y:v></y:c></y:row>"
                    "<y:row/><y:row r=\"7\"><y:c r=\"C7\" s=\"3\"><y:v>2.5</y:v></y:c><y:c r=\"A7\" t=\"s\"><y:v>2</y:v></y:c><y:c r=\"B7\" s=\"2\"><y:v>60</y:v></y:c></y:row>"
                    "<y:row><y:c t=\"d\"><y:v>2026-09-01T00:00:00</y:v></y:c><y:c s=\"4\"><y:v>46266.5</y:v></y:c><y:c><y:v>6.9580299999999994E1</y:v></y:c><y:c t=\"s\"><y:v>99</y:v></y:c></y:row>"
                    "</y:sheetData></y:worksheet>";
  g_autoptr (GBytes) bytes = make_archive (PACKAGE, WORKBOOK (""), BOOK_RELATIONS, STYLES, TEXTS, ONE, "book/two.xml", two, NULL);
  g_autoptr (GBytes) old = make_archive (PACKAGE, WORKBOOK ("<x:workbookPr date1904=\"1\"/>"), BOOK_RELATIONS, STYLES, TEXTS, ONE,
                                         "book/two.xml", two, NULL);
  g_autoptr (KlasterSheet) sheet = read_sheet (bytes, "{\"header\":false}");
  g_autoptr (KlasterSheet) since_1904 = read_sheet (old, "{\"sheet\":\"List\",\"header\":true}");
  g_autoptr (KlasterSheet) secret = read_sheet (bytes, "{\"sheet\":\"Secret\",\"header\":false}");

  g_assert_cmpuint (klaster_sheet_get_n_rows (sheet), ==, 4);
  g_assert_cmpstr (klaster_sheet_get_cell (sheet, 0, 2), ==, "Turi");
  g_assert_cmpstr (klaster_sheet_get_cell (sheet, 1, 0), ==, "5-maktab");
  g_assert_cmpstr (klaster_sheet_get_cell (sheet, 1, 1), ==, "2026-09-01");
  g_assert_cmpstr (klaster_sheet_get_cell (sheet, 1, 2), ==, "true");
  g_assert_cmpuint (klaster_sheet_get_line (sheet, 2), ==, 7);
  g_assert_cmpstr (klaster_sheet_get_cell (sheet, 2, 0), ==, "A\rB");
  /* 29 February 1900, which never was, and 2.5 days, which are no date. */
  g_assert_cmpstr (klaster_sheet_get_cell (sheet, 2, 1), ==, "60");
  g_assert_cmpstr (klaster_sheet_get_cell (sheet, 2, 2), ==, "2.5");
  g_assert_cmpuint (klaster_sheet_get_line (sheet, 3), ==, 8);
  g_assert_cmpstr (klaster_sheet_get_cell (sheet, 3, 0), ==, "2026-09-01");
  g_assert_cmpstr (klaster_sheet_get_cell (sheet, 3, 1), ==, "2026-09-01 12:00:00");
  g_assert_cmpstr (klaster_sheet_get_cell (sheet, 3, 2), ==, "69.5803");
  g_assert_cmpstr (klaster_sheet_get_cell (since_1904, 0, 1), ==, "2030-09-02");
  g_assert_cmpstr (klaster_sheet_get_cell (secret, 0, 0), ==, "secret");
}

static void
test_dates (void)
{
  static const struct
  {
    double number;
    gboolean since_1904;
    const char *date;
  } days[] = {
    { 1, FALSE, "1900-01-01" }, { 59, FALSE, "1900-02-28" }, { 61, FALSE, "1900-03-01" }, { 45351, FALSE, "2024-02-29" },
    { 2958465, FALSE, "9999-12-31" }, { 2958466, FALSE, NULL }, { 0, TRUE, "1904-01-01" }, { 43889, TRUE, "2024-02-29" },
    { -1, FALSE, NULL }, { 0, FALSE, NULL }, { NAN, FALSE, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    {
      g_autofree char *date = klaster_xlsx_format_date (days[i].number, KLASTER_XLSX_DATE, days[i].since_1904);

      g_assert_cmpstr (date, ==, days[i].date);
    }
  g_assert_cmpint (klaster_xlsx_format_get_meaning (164, "yyyy\\-mm\\-dd"), ==, KLASTER_XLSX_DATE);
  g_assert_cmpint (klaster_xlsx_format_get_meaning (164, "DD.MM.YYYY HH:MM"), ==, KLASTER_XLSX_DATE_TIME);
  g_assert_cmpint (klaster_xlsx_format_get_meaning (164, "[h]:mm:ss"), ==, KLASTER_XLSX_TIME);
  g_assert_cmpint (klaster_xlsx_format_get_meaning (164, "[Red]#,##0.00 \"m\";[Blue]-0"), ==, KLASTER_XLSX_NUMBER);
  g_assert_cmpint (klaster_xlsx_format_get_meaning (164, "General"), ==, KLASTER_XLSX_NUMBER);
  g_assert_cmpint (klaster_xlsx_format_get_meaning (164, "0.0E+00"), ==, KLASTER_XLSX_NUMBER);
  g_assert_cmpint (klaster_xlsx_format_get_meaning (17, NULL), ==, KLASTER_XLSX_DATE);
  g_assert_cmpint (klaster_xlsx_format_get_meaning (2, NULL), ==, KLASTER_XLSX_NUMBER);
}

static void
assert_refused (GBytes     *bytes,
                const char *settings_json,
                int         code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KlasterImportSettings) settings = klaster_import_settings_new_from_json (settings_json, strlen (settings_json), NULL);
  g_autoptr (KlasterImportSource) source = klaster_import_source_read (bytes, "x.xlsx", settings, NULL, &error);

  g_assert_null (source);
  g_assert_error (error, KLASTER_IMPORT_ERROR, code);
  g_test_message ("%s", error->message);
}

/* What somebody sends who means harm, or whose disk was full. */
static void
test_hostile (void)
{
  g_autofree char *megabyte = g_strnfill (1024 * 1024, '0');
  g_autoptr (GString) bomb = g_string_new ("<worksheet xmlns=\"m\"><sheetData>");
  g_autoptr (GString) wide = g_string_new ("<worksheet xmlns=\"m\"><sheetData>");
  g_autoptr (GBytes) whole = make_archive (PACKAGE, WORKBOOK (""), BOOK_RELATIONS, STYLES, TEXTS, ONE, "book/two.xml",
                                           "<worksheet/>", NULL);
  g_autoptr (GBytes) truncated = g_bytes_new_from_bytes (whole, 0, g_bytes_get_size (whole) / 2);
  g_autoptr (GBytes) no_parts = make_archive ("word/document.xml", "<document/>", NULL);
  g_autoptr (GBytes) entities = make_archive (PACKAGE, WORKBOOK (""), BOOK_RELATIONS, STYLES, TEXTS, ONE, "book/two.xml",
                                              "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">"
                                              "<!ENTITY f SYSTEM \"file:///etc/passwd\">]><worksheet><sheetData><row><c t=\"inlineStr\">"
                                              "<is><t>&b;&f;</t></is></c></row></sheetData></worksheet>", NULL);
  g_autoptr (GBytes) broken = make_archive (PACKAGE, WORKBOOK (""), BOOK_RELATIONS, STYLES, TEXTS, ONE, "book/two.xml",
                                            "<worksheet><sheetData><row><c><v>1</v></row></sheetData></worksheet>", NULL);
  g_autoptr (GBytes) no_sheet = make_archive (PACKAGE, WORKBOOK (""), BOOK_RELATIONS, STYLES, TEXTS, ONE, NULL);
  g_autoptr (GBytes) far_away = make_archive (PACKAGE, WORKBOOK (""), BOOK_RELATIONS, STYLES, TEXTS, ONE, "book/two.xml",
                                              "<worksheet><sheetData><row r=\"4000000000\"><c r=\"ZZZZ1\"><v>1</v></c></row></sheetData>"
                                              "</worksheet>", NULL);
  g_autoptr (GBytes) compound = g_bytes_new ("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on", 19);
  g_autoptr (GBytes) zip_bomb = NULL;
  g_autoptr (GBytes) too_wide = NULL;

  for (guint i = 0; i < 24; i++)
    g_string_append_printf (bomb, "<!--%s-->", megabyte);
  g_string_append (bomb, "</sheetData></worksheet>");
  zip_bomb = make_archive (PACKAGE, WORKBOOK (""), BOOK_RELATIONS, STYLES, TEXTS, ONE, "book/two.xml", bomb->str, NULL);
  for (guint i = 0; i < 1300; i++)
    g_string_append (wide, "<row><c r=\"XFD1\"><v>1</v></c></row>");
  g_string_append (wide, "</sheetData></worksheet>");
  too_wide = make_archive (PACKAGE, WORKBOOK (""), BOOK_RELATIONS, STYLES, TEXTS, ONE, "book/two.xml", wide->str, NULL);

  assert_refused (truncated, "{}", KLASTER_IMPORT_ERROR_FORMAT);
  assert_refused (no_parts, "{}", KLASTER_IMPORT_ERROR_FORMAT);
  assert_refused (entities, "{}", KLASTER_IMPORT_ERROR_FORMAT);
  assert_refused (broken, "{}", KLASTER_IMPORT_ERROR_FORMAT);
  assert_refused (no_sheet, "{}", KLASTER_IMPORT_ERROR_FORMAT);
  assert_refused (far_away, "{}", KLASTER_IMPORT_ERROR_TOO_LARGE);
  assert_refused (compound, "{}", KLASTER_IMPORT_ERROR_FORMAT);
  assert_refused (zip_bomb, "{}", KLASTER_IMPORT_ERROR_TOO_LARGE);
  assert_refused (too_wide, "{}", KLASTER_IMPORT_ERROR_TOO_LARGE);
  assert_refused (whole, "{\"sheet\":\"Other\"}", KLASTER_IMPORT_ERROR_MAPPING);
}

/* What a cell cannot hold is said, with the place; the largest that it can is held. */
static void
test_long_text (void)
{
  g_autoptr (KlasterSnapshot) members = make_members ();
  g_autofree char *longest = g_strnfill (32767, 'a');
  g_autofree char *longer = g_strnfill (32768, 'a');
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("x");
  g_autoptr (KlasterEdit) next = klaster_edit_new ("x");
  g_autoptr (KlasterSnapshot) fits = NULL;
  g_autoptr (KlasterSnapshot) does_not = NULL;
  g_autoptr (KlasterSnapshot) back = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) none = NULL;
  g_autoptr (GBytes) csv = NULL;
  g_autoptr (GError) error = NULL;

  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, 2, KLASTER_INSTITUTION_NOTES, KLASTER_TEXT (longest));
  fits = apply (members, edit);
  bytes = write_out (fits, KLASTER_EXPORT_XLSX, KLASTER_TABLE_INSTITUTION);
  back = take_in (bytes, "x.xlsx", NULL, members);
  assert_same_rows (fits, back, KLASTER_TABLE_INSTITUTION, "longest");

  klaster_edit_set (next, KLASTER_TABLE_INSTITUTION, 2, KLASTER_INSTITUTION_NOTES, KLASTER_TEXT (longer));
  does_not = apply (members, next);
  {
    const KlasterExportJob job = { does_not, KLASTER_EXPORT_ALL, TODAY, KLASTER_LANGUAGE_EN };

    none = klaster_export_write (&job, KLASTER_EXPORT_XLSX, NULL, &error);
    g_assert_null (none);
    g_assert_error (error, KLASTER_EXPORT_ERROR, KLASTER_EXPORT_ERROR_TOO_LARGE);
    g_assert_nonnull (strstr (error->message, "School 5"));
  }
  csv = write_out (does_not, KLASTER_EXPORT_CSV, KLASTER_TABLE_INSTITUTION);
  g_clear_pointer (&back, klaster_snapshot_unref);
  back = take_in (csv, "x.csv", NULL, members);
  assert_same_rows (does_not, back, KLASTER_TABLE_INSTITUTION, "longer");
}

/* Counts elements; @name: with its prefix */
static guint
count_elements (GBytes     *bytes,
                const char *name)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  xmlTextReader *reader = xmlReaderForMemory (data, (int) size, NULL, NULL, XML_PARSE_NONET);
  guint n = 0;
  int status;

  while ((status = xmlTextReaderRead (reader)) == 1)
    n += xmlTextReaderNodeType (reader) == XML_READER_TYPE_ELEMENT
         && strcmp ((const char *) xmlTextReaderConstName (reader), name) == 0;
  g_assert_cmpint (status, ==, 0);
  xmlFreeTextReader (reader);

  return n;
}

/* Both graph formats are well-formed whatever texts hold, have all members and links, and say which graphs are directed. */
static void
test_graphs (void)
{
  guint32 seed = g_random_int ();
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autoptr (KlasterSnapshot) snapshot = make_random (random);
  g_autoptr (KlasterSnapshot) members = make_members ();
  g_autoptr (KlasterSnapshot) links = take_in_text ("from_id,to_id,directed,models\n1,2,false,game\n1,2,false,social\n2,3,true,game\n",
                                                    "{\"as\":\"cooperations\"}", members);
  g_autoptr (KlasterSnapshot) directed = take_in_text ("from_id,to_id,directed\n1,2,true\n", "{\"as\":\"cooperations\"}", members);
  static const KlasterExportFormat formats[] = { KLASTER_EXPORT_GRAPHML, KLASTER_EXPORT_GEXF };

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (GBytes) bytes = write_out (snapshot, formats[i], KLASTER_EXPORT_ALL);
      g_autoptr (GBytes) mixed = write_out (links, formats[i], KLASTER_EXPORT_ALL);
      g_autoptr (GBytes) one_way = write_out (directed, formats[i], KLASTER_EXPORT_ALL);

      g_assert_cmpuint (count_elements (bytes, "node"), ==, klaster_snapshot_get_n_rows (snapshot, KLASTER_TABLE_INSTITUTION));
      g_assert_cmpuint (count_elements (bytes, "edge"), ==, klaster_snapshot_get_n_rows (snapshot, KLASTER_TABLE_COOPERATION));
      g_assert_cmpuint (count_elements (mixed, "edge"), ==, 3);
      g_assert_nonnull (g_strstr_len (g_bytes_get_data (mixed, NULL), (gssize) g_bytes_get_size (mixed), "=\"undirected\""));
      g_assert_nonnull (g_strstr_len (g_bytes_get_data (one_way, NULL), (gssize) g_bytes_get_size (one_way), "=\"directed\""));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/io/exchange/round-trips", test_round_trips);
  g_test_add_func ("/io/exchange/workbook", test_workbook);
  g_test_add_func ("/io/exchange/cells", test_cells);
  g_test_add_func ("/io/exchange/cooperations", test_cooperations);
  g_test_add_func ("/io/exchange/tables", test_tables);
  g_test_add_func ("/io/exchange/names-beside", test_names_beside);
  g_test_add_func ("/io/exchange/agreements", test_agreements);
  g_test_add_func ("/io/exchange/redirects", test_redirects);
  g_test_add_func ("/io/exchange/referrers", test_referrers);
  g_test_add_func ("/io/exchange/chain", test_chain);
  g_test_add_func ("/io/exchange/repeated-headers", test_repeated_headers);
  g_test_add_func ("/io/exchange/strangers", test_strangers);
  g_test_add_func ("/io/exchange/libreoffice", test_libreoffice);
  g_test_add_func ("/io/exchange/foreign-workbook", test_foreign_workbook);
  g_test_add_func ("/io/exchange/dates", test_dates);
  g_test_add_func ("/io/exchange/hostile", test_hostile);
  g_test_add_func ("/io/exchange/long-text", test_long_text);
  g_test_add_func ("/io/exchange/graphs", test_graphs);
  g_test_add_func ("/io/exchange/looks", test_looks);

  return klaster_workers_finish (g_test_run (), KLASTER_WORKERS_SECONDS);
}
