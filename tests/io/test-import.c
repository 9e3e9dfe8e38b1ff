/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "klaster-encoding.h"
#include "klaster-header-words.h"
#include "klaster-import-task.h"
#include "klaster-kind-words.h"
#include "klaster-list.h"
#include "klaster-worker.h"

static KlasterImportPlan *
plan_with (const char      *text,
           const char      *settings_json,
           KlasterSnapshot *snapshot,
           const gint8     *decisions)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KlasterImportSettings) settings = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (KlasterImportSource) source = NULL;
  g_autoptr (KlasterImportMapping) mapping = NULL;
  KlasterImportPlan *plan;

  settings = settings_json ? klaster_import_settings_new_from_json (settings_json, strlen (settings_json), &error)
                           : klaster_import_settings_new ();
  g_assert_no_error (error);
  source = klaster_import_source_read (bytes, "rows.csv", settings, NULL, &error);
  g_assert_no_error (error);
  mapping = klaster_import_mapping_guess (klaster_import_source_get_sheet (source), snapshot, settings, &error);
  g_assert_no_error (error);
  plan = klaster_import_plan_new (klaster_import_source_get_sheet (source), mapping, snapshot, decisions, "Import", NULL, NULL,
                                  NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (plan->n_read, ==, plan->n_accepted + plan->n_updated + plan->n_duplicates + plan->n_rejected);
  g_assert_cmpuint (plan->n_read, ==, plan->rows->len);

  return plan;
}

static KlasterSnapshot *
make_empty (void)
{
  g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("New");
  g_autoptr (KlasterDelta) delta = NULL;

  klaster_edit_insert_with_id (edit, KLASTER_TABLE_CLUSTER, 1);
  delta = klaster_edit_resolve (edit, empty, NULL);
  g_assert_nonnull (delta);

  return klaster_snapshot_apply (empty, delta);
}

static KlasterSnapshot *
apply (KlasterSnapshot   *snapshot,
       KlasterImportPlan *plan)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KlasterDelta) delta = NULL;

  g_assert_nonnull (plan->edit);
  delta = klaster_edit_resolve (plan->edit, snapshot, &error);
  g_assert_no_error (error);

  return klaster_snapshot_apply (snapshot, delta);
}

static const KlasterImportRow *
get_row (KlasterImportPlan *plan,
         guint              row)
{
  return &g_array_index (plan->rows, KlasterImportRow, row);
}

static KlasterRow *
get_record (KlasterSnapshot   *snapshot,
            KlasterTable       table,
            KlasterImportPlan *plan,
            guint              row)
{
  KlasterRow *record = klaster_snapshot_lookup (snapshot, table, get_row (plan, row)->id);

  g_assert_nonnull (record);
  return record;
}

static const KlasterImportProblem *
find_problem (KlasterImportPlan *plan,
              guint              row,
              gboolean           rejected)
{
  for (guint i = 0; i < plan->problems->len; i++)
    {
      const KlasterImportProblem *problem = g_ptr_array_index (plan->problems, i);

      if (problem->row == row && problem->rejected == rejected)
        return problem;
    }

  return NULL;
}

static char *
load_fixture (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "data", name, NULL);
  g_autoptr (GError) error = NULL;
  char *text;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

static void
test_schools (void)
{
  g_autofree char *text = load_fixture ("schools.csv");
  g_autoptr (KlasterSnapshot) empty = make_empty ();
  g_autoptr (KlasterImportPlan) plan = plan_with (text, NULL, empty, NULL);
  g_autoptr (KlasterSnapshot) snapshot = apply (empty, plan);
  const KlasterImportProblem *problem;
  KlasterRow *row;

  g_assert_cmpuint (plan->n_read, ==, 12);
  g_assert_cmpuint (plan->n_accepted, ==, 7);
  g_assert_cmpuint (plan->n_duplicates, ==, 1);
  g_assert_cmpuint (plan->n_rejected, ==, 4);
  g_assert_cmpuint (klaster_snapshot_get_n_rows (snapshot, KLASTER_TABLE_INSTITUTION), ==, 7);

  row = get_record (snapshot, KLASTER_TABLE_INSTITUTION, plan, 0);
  g_assert_cmpstr (klaster_row_get_text (row, KLASTER_INSTITUTION_NAME_UZ), ==, "1-sonli umumiy o'rta ta'lim maktabi");
  g_assert_cmpstr (klaster_row_get_text (row, KLASTER_INSTITUTION_NAME_EN), ==, "1-secondary school");
  g_assert_cmpstr (klaster_row_get_text (row, KLASTER_INSTITUTION_KIND), ==, "school");
  g_assert_cmpstr (klaster_row_get_text (row, KLASTER_INSTITUTION_ROLE), ==, "candidate");
  g_assert_cmpint (klaster_row_get_integer (row, KLASTER_INSTITUTION_STUDENTS), ==, 812);
  g_assert_cmpfloat (klaster_row_get_real (row, KLASTER_INSTITUTION_LON), ==, 69.5803);

  /* One district, however it is written. */
  for (guint i = 1; i < 3; i++)
    g_assert_cmpstr (klaster_row_get_text (get_record (snapshot, KLASTER_TABLE_INSTITUTION, plan, i),
                                           KLASTER_INSTITUTION_DISTRICT), ==,
                     klaster_row_get_text (row, KLASTER_INSTITUTION_DISTRICT));
  row = get_record (snapshot, KLASTER_TABLE_INSTITUTION, plan, 4);
  g_assert_cmpstr (klaster_row_get_text (row, KLASTER_INSTITUTION_KIND), ==, "preschool");
  g_assert_cmpstr (klaster_row_get_text (row, KLASTER_INSTITUTION_NAME_UZ), ==, "147");

  /* The same school with another apostrophe, 14 m away. */
  g_assert_cmpint (get_row (plan, 5)->outcome, ==, KLASTER_IMPORT_DUPLICATE);
  g_assert_cmpuint (get_row (plan, 5)->same_row, ==, 0);

  /* Latitude in the longitude's column. */
  row = get_record (snapshot, KLASTER_TABLE_INSTITUTION, plan, 6);
  g_assert_cmpfloat (klaster_row_get_real (row, KLASTER_INSTITUTION_LON), ==, 69.6764);
  g_assert_nonnull (find_problem (plan, 7, FALSE));

  problem = find_problem (plan, 8, TRUE);
  g_assert_cmpstr (problem->column, ==, "lon");
  g_assert_cmpstr (problem->value, ==, "200");
  g_assert_cmpuint (problem->line, ==, 9);
  problem = find_problem (plan, 9, TRUE);
  g_assert_cmpstr (problem->column, ==, "enrolled");
  g_assert_cmpstr (problem->value, ==, "many");
  row = get_record (snapshot, KLASTER_TABLE_INSTITUTION, plan, 9);
  g_assert_true (klaster_row_is_null (row, KLASTER_INSTITUTION_LON));
  g_assert_nonnull (find_problem (plan, 11, TRUE));
  g_assert_nonnull (find_problem (plan, 12, TRUE));
}

/* The same rows again change nothing; what happens to them is for the user to say. */
static void
test_duplicates (void)
{
  const char *text = "nomi,turi,telefon,lon,lat\n5-maktab,maktab,+998 70 715 11 22,69.5,41.4\n6-maktab,maktab,,69.6,41.5\n";
  const char *more = "nomi,turi,telefon,students,lon,lat\n5-МАКТАБ,maktab,,300,69.5003,41.4\n6-maktab,maktab,,,69.9,41.9\n";
  g_autoptr (KlasterSnapshot) empty = make_empty ();
  g_autoptr (KlasterImportPlan) first = plan_with (text, NULL, empty, NULL);
  g_autoptr (KlasterSnapshot) snapshot = apply (empty, first);
  g_autoptr (KlasterImportPlan) again = plan_with (text, NULL, snapshot, NULL);
  g_autoptr (KlasterImportPlan) skipped = plan_with (more, NULL, snapshot, NULL);
  g_autoptr (KlasterImportPlan) updated = plan_with (more, "{\"duplicates\":\"update\"}", snapshot, NULL);
  g_autoptr (KlasterImportPlan) added = plan_with (more, "{\"duplicates\":\"add\"}", snapshot, NULL);
  g_autoptr (KlasterImportPlan) wide = plan_with (more, "{\"distance\":100000}", snapshot, NULL);
  g_autoptr (KlasterSnapshot) after = NULL;
  const gint8 decisions[] = { KLASTER_DUPLICATE_ADD, -1 };
  g_autoptr (KlasterImportPlan) decided = plan_with (more, NULL, snapshot, decisions);
  KlasterRow *row;

  g_assert_cmpuint (again->n_duplicates, ==, 2);
  g_assert_null (again->edit);

  g_assert_cmpint (get_row (skipped, 0)->outcome, ==, KLASTER_IMPORT_DUPLICATE);
  g_assert_cmpint (get_row (skipped, 0)->same_id, ==, get_row (first, 0)->id);
  g_assert_cmpfloat_with_epsilon (get_row (skipped, 0)->metres, 25, 1);
  /* Another place: another school. */
  g_assert_cmpint (get_row (skipped, 1)->outcome, ==, KLASTER_IMPORT_ACCEPTED);

  g_assert_cmpint (get_row (updated, 0)->outcome, ==, KLASTER_IMPORT_UPDATED);
  after = apply (snapshot, updated);
  row = klaster_snapshot_lookup (after, KLASTER_TABLE_INSTITUTION, get_row (first, 0)->id);
  g_assert_cmpint (klaster_row_get_integer (row, KLASTER_INSTITUTION_STUDENTS), ==, 300);
  g_assert_cmpstr (klaster_row_get_text (row, KLASTER_INSTITUTION_PHONE), ==, "+998 70 715 11 22");
  g_assert_cmpuint (added->n_accepted, ==, 2);
  g_assert_cmpuint (wide->n_duplicates, ==, 2);
  g_assert_cmpuint (decided->n_accepted, ==, 2);
}

static void
assert_targets (const char *text,
                ...)
{
  g_autoptr (KlasterSnapshot) empty = make_empty ();
  g_autoptr (KlasterImportSettings) settings = klaster_import_settings_new ();
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (KlasterImportSource) source = klaster_import_source_read (bytes, NULL, settings, NULL, NULL);
  g_autoptr (KlasterImportMapping) mapping = NULL;
  va_list args;

  g_assert_nonnull (source);
  mapping = klaster_import_mapping_guess (klaster_import_source_get_sheet (source), empty, settings, NULL);
  va_start (args, text);
  for (guint i = 0; i < mapping->n_sources; i++)
    {
      const char *expected = va_arg (args, const char *);
      gint target = mapping->targets[i];
      const char *found = target == KLASTER_IMPORT_TARGET_POSITION ? "position"
                          : target < 0 ? "" : klaster_schema_get_column (mapping->table, (guint) target)->name;

      if (strcmp (found, expected) != 0)
        g_error ("column %u (“%s”) goes to “%s”, not to “%s”", i,
                 klaster_sheet_get_header (klaster_import_source_get_sheet (source), i), found, expected);
    }
  va_end (args);
}

static void
test_headers (void)
{
  assert_targets ("Nomi;Tuman;Turi;Manzil;Telefon;Uzunlik;Kenglik;Oʻquvchilar soni\n"
                  "5-maktab;Chirchiq shahri;maktab;Navoiy 1;998901234567;69,5;41,4;500\n",
                  "name_uz", "district", "kind", "address", "phone", "lon", "lat", "students");
  assert_targets ("Номи;Туман;Тури;Манзил\n5-мактаб;Чирчиқ шаҳри;мактаб;Навоий 1\n",
                  "name_uz_cyrl", "district", "kind", "address");
  assert_targets ("№\tНаименование учреждения\tРайон\tТип учреждения\tАдрес\tДолгота\tШирота\tКоличество учащихся\tДиректор\n"
                  "1\tСредняя школа № 5\tПаркентский район\tшкола\tул. Навои\t69.5\t41.4\t500\tN. N.\n",
                  "", "name_ru", "district", "kind", "address", "lon", "lat", "students", "contact_person");
  assert_targets ("Name,District,Type,Address,Longitude,Latitude,Website,E-mail\n"
                  "School 5,Parkent,school,Navoi 1,69.5,41.4,https://example.org,a@example.org\n",
                  "name_uz", "district", "kind", "address", "lon", "lat", "website", "email");
  assert_targets ("name_uz,name_ru,name_en,x,y\nA maktab,Б школа,C school,69.5,41.4\n",
                  "name_uz", "name_ru", "name_en", "lon", "lat");
  assert_targets ("Maktab,Koordinatalar\n5-maktab,\"41.4, 69.5\"\n", "name_uz", "position");
}

/* Without headers the values speak. */
static void
test_values (void)
{
  assert_targets ("1;41.401;5-maktab;Chirchiq shahri;69.501\n2;41.402;6-maktab;Parkent tumani;69.502\n",
                  "", "lat", "name_uz", "district", "lon");
  assert_targets ("school\t5-мактаб\t41.4011, 69.5021\tinfo@example.org\nschool\t6-мактаб\t41.4012, 69.5022\t\n",
                  "kind", "name_uz_cyrl", "position", "email");
}

static void
test_swapped (void)
{
  const char *text = "nomi,turi,lon,lat\nA maktab,,41.4,69.5\nB maktab,,41.5,69.6\nC maktab,,41.6,69.7\nD maktab,,69.8,41.7\n";
  g_autoptr (KlasterSnapshot) empty = make_empty ();
  g_autoptr (KlasterImportPlan) plan = plan_with (text, NULL, empty, NULL);
  g_autoptr (KlasterImportPlan) as_named = plan_with (text, "{\"coordinates\":\"as_named\"}", empty, NULL);
  g_autoptr (KlasterSnapshot) snapshot = apply (empty, plan);
  g_autoptr (KlasterSnapshot) named = apply (empty, as_named);

  for (guint i = 0; i < 4; i++)
    {
      KlasterRow *row = get_record (snapshot, KLASTER_TABLE_INSTITUTION, plan, i);

      g_assert_cmpfloat (klaster_row_get_real (row, KLASTER_INSTITUTION_LON), >, 69);
      g_assert_cmpfloat (klaster_row_get_real (row, KLASTER_INSTITUTION_LAT), <, 42);
    }
  g_assert_nonnull (find_problem (plan, 1, FALSE));
  g_assert_null (find_problem (plan, 2, FALSE));
  g_assert_nonnull (find_problem (plan, 4, FALSE));
  g_assert_cmpfloat (klaster_row_get_real (get_record (named, KLASTER_TABLE_INSTITUTION, as_named, 0), KLASTER_INSTITUTION_LON),
                     ==, 41.4);
  /* Taken at its word it lies elsewhere, and that is said. */
  g_assert_nonnull (find_problem (as_named, 1, FALSE));
}

static void
test_coordinates (void)
{
  const char *text = "nomi;lon;lat\n"
                     "A maktab;69,5;41,4\n"
                     "B maktab;0;0\n"
                     "C maktab;69,5;\n"
                     "D maktab;\"69°34'12\"\" E\";\"41°28'12\"\" N\"\n"
                     "E maktab;abc;41,4\n"
                     "F maktab;13,4;52,5\n";
  g_autoptr (KlasterSnapshot) empty = make_empty ();
  g_autoptr (KlasterImportPlan) plan = plan_with (text, NULL, empty, NULL);
  g_autoptr (KlasterSnapshot) snapshot = apply (empty, plan);

  g_assert_cmpfloat (klaster_row_get_real (get_record (snapshot, KLASTER_TABLE_INSTITUTION, plan, 0), KLASTER_INSTITUTION_LON),
                     ==, 69.5);
  g_assert_true (klaster_row_is_null (get_record (snapshot, KLASTER_TABLE_INSTITUTION, plan, 1), KLASTER_INSTITUTION_LON));
  g_assert_nonnull (find_problem (plan, 2, FALSE));
  g_assert_true (klaster_row_is_null (get_record (snapshot, KLASTER_TABLE_INSTITUTION, plan, 2), KLASTER_INSTITUTION_LON));
  g_assert_nonnull (find_problem (plan, 3, FALSE));
  g_assert_cmpfloat_with_epsilon (klaster_row_get_real (get_record (snapshot, KLASTER_TABLE_INSTITUTION, plan, 3),
                                                        KLASTER_INSTITUTION_LON), 69.57, 1e-6);
  g_assert_cmpstr (find_problem (plan, 5, TRUE)->value, ==, "abc");
  g_assert_nonnull (find_problem (plan, 6, FALSE));
}

static void
test_kinds (void)
{
  static const struct
  {
    const char *name;
    const char *kind;
  } names[] = {
    { "3-maktab", "school" }, { "Школа № 12", "school" }, { "12-son DMTT", "preschool" }, { "7-МТТ", "preschool" },
    { "Maktabgacha taʼlim tashkiloti № 5", "preschool" }, { "Детский сад № 4", "preschool" }, { "Kindergarten 8", "preschool" },
    { "4-sonli bogʻcha", "preschool" }, { "Parkent bolalar musiqa va sanʼat maktabi", "additional" },
    { "Музыкальная школа № 1", "additional" }, { "Children’s art school", "additional" }, { "Akademik litsey", "lyceum" },
    { "Чирчиқ академик лицейи", "lyceum" }, { "Chirchiq sanoat kolleji", "vocational" }, { "Texnikum № 2", "vocational" },
    { "Chirchik State Pedagogical Institute", "higher" }, { "Тошкент давлат университети", "higher" },
    { "Pedagoglarni qayta tayyorlash va malaka oshirish instituti", "retraining" },
    { "Ilmiy-tadqiqot instituti", "research" }, { "Chirchiq shahar xalq taʼlimi boʻlimi", "authority" },
    { "Управление народного образования", "authority" }, { "“Maxam-Chirchiq” zavodi", "enterprise" },
    { "Oʻqituvchilar uyushmasi", "association" }, { "Navoiy koʻchasi", NULL }, { "147", NULL }, { "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (klaster_kind_guess (names[i].name), names[i].kind) != 0)
      g_error ("“%s” is taken for %s", names[i].name, klaster_kind_guess (names[i].name));
}

/* A mark that is never closed, or a file that is no table, makes one cell of many megabytes. It is compared with every word
 * for a column or a kind, so no more than its beginning is looked at: what stands far behind is not found. */
static void
test_endless_cells (void)
{
  g_autofree char *filler = g_strnfill (1 << 20, 'x');
  g_autofree char *header = g_strdup_printf ("Manzil %s telefon", filler);
  g_autofree char *name = g_strdup_printf ("%s maktab", filler);
  g_autofree char *early = g_strdup_printf ("12-maktab %s litsey", filler);
  g_autoptr (GArray) guesses = klaster_header_guess (KLASTER_TABLE_INSTITUTION, header);

  g_assert_cmpuint (guesses->len, ==, 1);
  g_assert_cmpint (g_array_index (guesses, KlasterHeaderGuess, 0).column, ==, KLASTER_INSTITUTION_ADDRESS);
  g_assert_null (klaster_kind_guess (name));
  g_assert_cmpstr (klaster_kind_guess (early), ==, "school");
}

/* References by name, by identifier, within the table itself, and those that lead nowhere. */
static void
test_references (void)
{
  const char *institutions = "name_uz,kind,parent_id\n"
                             "Kafedra,higher,Institut\n"
                             "Institut,higher,\n"
                             "5-maktab,school,\n"
                             "5-maktab,school,Yoʻq\n";
  const char *links = "from_id,to_id,areas,strength,status\n"
                      "ИНСТИТУТ,5-maktab,\"research, practice\",3,active\n"
                      "5-maktab,Institut,\"research, practice\",3,active\n"
                      "Institut,Nowhere,research,3,active\n"
                      "Institut,Institut,research,3,active\n"
                      "Institut,5-maktab,research,9,active\n"
                      "Institut,5-maktab,cooking,2,active\n"
                      "Institut,,research,2,active\n";
  g_autoptr (KlasterSnapshot) empty = make_empty ();
  g_autoptr (KlasterImportPlan) first = plan_with (institutions, NULL, empty, NULL);
  g_autoptr (KlasterSnapshot) snapshot = apply (empty, first);
  g_autoptr (KlasterImportPlan) plan = plan_with (links, "{\"as\":\"cooperations\"}", snapshot, NULL);
  g_autoptr (KlasterSnapshot) after = apply (snapshot, plan);
  KlasterRow *row = get_record (snapshot, KLASTER_TABLE_INSTITUTION, first, 0);

  g_assert_cmpint (klaster_row_get_integer (row, KLASTER_INSTITUTION_PARENT_ID), ==, get_row (first, 1)->id);
  g_assert_cmpint (get_row (first, 3)->outcome, ==, KLASTER_IMPORT_REJECTED);
  g_assert_cmpstr (find_problem (first, 4, TRUE)->column, ==, "parent_id");

  row = get_record (after, KLASTER_TABLE_COOPERATION, plan, 0);
  g_assert_cmpint (klaster_row_get_integer (row, KLASTER_COOPERATION_FROM_ID), ==, get_row (first, 1)->id);
  g_assert_cmpint (klaster_row_get_integer (row, KLASTER_COOPERATION_TO_ID), ==, get_row (first, 2)->id);
  g_assert_true (klaster_row_has_token (row, KLASTER_COOPERATION_AREAS, "practice"));
  /* The same link from its other end. */
  g_assert_cmpint (get_row (plan, 1)->outcome, ==, KLASTER_IMPORT_DUPLICATE);
  g_assert_cmpstr (find_problem (plan, 3, TRUE)->value, ==, "Nowhere");
  g_assert_nonnull (find_problem (plan, 4, TRUE));
  g_assert_cmpstr (find_problem (plan, 5, TRUE)->column, ==, "strength");
  g_assert_cmpstr (find_problem (plan, 6, TRUE)->column, ==, "areas");
  g_assert_nonnull (find_problem (plan, 7, TRUE));
  g_assert_cmpuint (plan->n_accepted, ==, 1);
  g_assert_cmpuint (plan->n_rejected, ==, 5);
}

/* A foreign "id" is not ours; one of this project brings its record back, empty cells included. */
static void
test_identifiers (void)
{
  g_autoptr (KlasterSnapshot) empty = make_empty ();
  g_autoptr (KlasterImportPlan) first = plan_with ("id,name_uz,kind,role,phone\n4711,5-maktab,school,member,123\n", NULL, empty,
                                                   NULL);
  g_autoptr (KlasterImportPlan) foreign = plan_with ("id,name_uz,kind,shifts\n4711,5-maktab,school,2\n", NULL, empty, NULL);
  g_autoptr (KlasterImportPlan) wrong = plan_with ("id,name_uz,kind\nx,5-maktab,school\n", "{\"columns\":{\"id\":\"id\"}}", empty,
                                                   NULL);
  g_autoptr (KlasterSnapshot) snapshot = apply (empty, first);
  g_autoptr (KlasterImportPlan) back = plan_with ("id,name_uz,kind,role,phone\n4711,6-maktab,school,,\n", NULL, snapshot, NULL);
  g_autoptr (KlasterSnapshot) after = apply (snapshot, back);
  KlasterRow *row = klaster_snapshot_lookup (after, KLASTER_TABLE_INSTITUTION, 4711);

  g_assert_cmpint (get_row (first, 0)->id, ==, 4711);
  g_assert_cmpint (get_row (foreign, 0)->id, !=, 4711);
  g_assert_cmpuint (wrong->n_rejected, ==, 1);
  g_assert_cmpuint (back->n_updated, ==, 1);
  g_assert_cmpstr (klaster_row_get_text (row, KLASTER_INSTITUTION_NAME_UZ), ==, "6-maktab");
  g_assert_cmpstr (klaster_row_get_text (row, KLASTER_INSTITUTION_ROLE), ==, "member");
  g_assert_true (klaster_row_is_null (row, KLASTER_INSTITUTION_PHONE));
}

static void
test_mapping_documents (void)
{
  static const char *const wrong[] = {
    "", "[]", "{\"as\":\"institution\"}", "{\"encoding\":\"EBCDIC\"}", "{\"separator\":\"::\"}", "{\"header\":1}",
    "{\"decimal\":\";\"}", "{\"coordinates\":\"upside_down\"}", "{\"duplicates\":true}", "{\"distance\":-1}",
    "{\"columns\":[]}", "{\"columns\":{\"a\":{}}}", "{\"unknown\":1}",
  };
  const char *text = "Nomi,B,C\n5-maktab,69.5,41.4\n";
  g_autoptr (KlasterSnapshot) empty = make_empty ();
  g_autoptr (KlasterImportPlan) plan = NULL;
  g_autoptr (KlasterSnapshot) snapshot = NULL;
  KlasterRow *row;

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (klaster_import_settings_new_from_json (wrong[i], strlen (wrong[i]), &error));
      g_assert_nonnull (error);
    }

  plan = plan_with (text, "{\"columns\":{\"Nomi\":\"short_name\",\"B\":null},\"defaults\":{\"role\":\"member\",\"name_ru\":\"X\"}}",
                    empty, NULL);
  snapshot = apply (empty, plan);
  row = get_record (snapshot, KLASTER_TABLE_INSTITUTION, plan, 0);
  g_assert_cmpstr (klaster_row_get_text (row, KLASTER_INSTITUTION_SHORT_NAME), ==, "5-maktab");
  g_assert_cmpstr (klaster_row_get_text (row, KLASTER_INSTITUTION_NAME_RU), ==, "X");
  g_assert_cmpstr (klaster_row_get_text (row, KLASTER_INSTITUTION_ROLE), ==, "member");
  g_assert_true (klaster_row_is_null (row, KLASTER_INSTITUTION_LON));
}

static void
test_mapping_errors (void)
{
  static const char *const wrong[] = {
    "{\"columns\":{\"Missing\":\"name_uz\"}}", "{\"columns\":{\"Nomi\":\"nonsense\"}}",
    "{\"columns\":{\"Nomi\":\"school_laboratory\"}}", "{\"columns\":{\"Nomi\":\"name_uz\",\"B\":\"name_uz\"}}",
    "{\"defaults\":{\"kind\":\"nonsense\"}}", "{\"defaults\":{\"nonsense\":\"x\"}}",
  };
  const char *text = "Nomi,B\n5-maktab,x\n";
  g_autoptr (KlasterSnapshot) empty = make_empty ();
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KlasterImportSettings) settings = klaster_import_settings_new_from_json (wrong[i], strlen (wrong[i]), NULL);
      g_autoptr (KlasterImportSource) source = klaster_import_source_read (bytes, NULL, settings, NULL, NULL);

      g_assert_null (klaster_import_mapping_guess (klaster_import_source_get_sheet (source), empty, settings, &error));
      g_assert_error (error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_MAPPING);
    }
}

/* What the project as a whole forbids rejects only the rows that it forbids. */
static void
test_rules (void)
{
  const char *text = "id,name_uz,kind,role,parent_id\n"
                     "1,A,higher,member,2\n"
                     "2,B,higher,member,1\n"
                     "3,C,higher,member,\n"
                     "3,D,higher,member,\n";
  g_autoptr (KlasterSnapshot) empty = make_empty ();
  g_autoptr (KlasterImportPlan) plan = plan_with (text, NULL, empty, NULL);

  g_assert_cmpint (get_row (plan, 2)->outcome, ==, KLASTER_IMPORT_ACCEPTED);
  g_assert_cmpint (get_row (plan, 3)->outcome, ==, KLASTER_IMPORT_REJECTED);
  g_assert_cmpuint (plan->n_rejected, >=, 2);
  g_assert_nonnull (plan->edit);
}

/* All rows of a large table, on a worker. */
typedef struct
{
  GAsyncResult *result;
  guint n_progress;
} Waiting;

static void
finished_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  ((Waiting *) user_data)->result = g_object_ref (result);
}

static void
progress_cb (double   fraction,
             gpointer user_data)
{
  g_assert_cmpfloat (fraction, >=, 0);
  g_assert_cmpfloat (fraction, <=, 1);
  ((Waiting *) user_data)->n_progress++;
}

static void
test_worker (void)
{
  g_autoptr (GString) text = g_string_new ("nomi,turi,lon,lat\n");
  g_autoptr (KlasterSnapshot) empty = make_empty ();
  g_autoptr (KlasterImportSettings) settings = klaster_import_settings_new ();
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (text, "%u-maktab,maktab,%.4f,%.4f\n", i, 69 + (i % 100) * 0.005, 41 + i / 100 * 0.003);

  for (guint round = 0; round < 2; round++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (text->str, text->len);
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (KlasterImportSource) source = NULL;
      g_autoptr (GPtrArray) mappings = NULL;
      g_autoptr (KlasterImportPlan) plan = NULL;
      Waiting waiting = { NULL, 0 };

      klaster_import_source_read_async (bytes, "x.csv", settings, NULL, finished_cb, &waiting);
      while (waiting.result == NULL)
        g_main_context_iteration (NULL, TRUE);
      source = klaster_import_source_read_finish (waiting.result, &error);
      g_assert_no_error (error);
      g_clear_object (&waiting.result);
      mappings = klaster_import_source_guess (source, empty, settings, NULL);
      klaster_import_plan_async (source, mappings, settings, empty, NULL, "x", cancellable, progress_cb, &waiting, finished_cb,
                                 &waiting);
      if (round == 1)
        g_cancellable_cancel (cancellable);
      while (waiting.result == NULL)
        g_main_context_iteration (NULL, TRUE);
      plan = klaster_import_plan_finish (waiting.result, &error);
      g_clear_object (&waiting.result);
      if (round == 0)
        {
          g_assert_no_error (error);
          g_assert_cmpuint (plan->n_accepted, ==, 20000);
        }
      else
        {
          g_assert_null (plan);
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/io/import/schools", test_schools);
  g_test_add_func ("/io/import/duplicates", test_duplicates);
  g_test_add_func ("/io/import/headers", test_headers);
  g_test_add_func ("/io/import/values", test_values);
  g_test_add_func ("/io/import/swapped", test_swapped);
  g_test_add_func ("/io/import/coordinates", test_coordinates);
  g_test_add_func ("/io/import/kinds", test_kinds);
  g_test_add_func ("/io/import/endless-cells", test_endless_cells);
  g_test_add_func ("/io/import/references", test_references);
  g_test_add_func ("/io/import/identifiers", test_identifiers);
  g_test_add_func ("/io/import/mapping-documents", test_mapping_documents);
  g_test_add_func ("/io/import/mapping-errors", test_mapping_errors);
  g_test_add_func ("/io/import/rules", test_rules);
  g_test_add_func ("/io/import/worker", test_worker);

  return klaster_workers_finish (g_test_run (), KLASTER_WORKERS_SECONDS);
}
