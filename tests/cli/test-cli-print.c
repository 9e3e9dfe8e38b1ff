/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "klaster-cli-runner.h"

/* The text of a PDF as another program reads it */
static char *
read_pdf (const char *path)
{
  const char *program = g_getenv ("KLASTER_PDFTOTEXT");
  const char *arguments[] = { program, "-layout", path, "-", NULL };
  g_autoptr (GError) error = NULL;
  char *text = NULL;
  int status;

  g_spawn_sync (NULL, (char **) arguments, NULL, 0, NULL, NULL, &text, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
  return text;
}

static guint
count_pages (const char *text)
{
  guint n = 0;

  for (const char *p = text; *p != '\0'; p++)
    n += *p == '\f';
  return n;
}

static char *
make_sample (const char *name)
{
  char *file = cli_path (name);

  cli_expect (0, "new", file, "--sample", "--date", "2026-11-21", NULL);
  return file;
}

/* What stands in the register can be searched in every language, and the numbers of the pages are right. */
static void
test_register (void)
{
  static const struct
  {
    const char *language, *kind, *school;
  } cases[] = {
    { "en", "Cooperation", "Chirchiq" },
    { "ru", "Договор", "Чирчик" },
    { "uz_Cyrl", "Ҳамкорлик", "Чирчиқ" },
    { "uz", "Hamkorlik", "Chirchiq" },
  };
  g_autofree char *file = make_sample ("register.klaster");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdup_printf ("register-%s.pdf", cases[i].language);
      g_autofree char *target = cli_path (name);
      g_autofree char *text = NULL;

      cli_expect (0, "export", file, target, "--as", "register", "--lang", cases[i].language, "--date", "2026-11-21", NULL);
      text = read_pdf (target);
      g_assert_cmpuint (count_pages (text), >=, 2);
      g_assert_cmpuint (count_pages (text), <=, 6);
      g_assert_nonnull (strstr (text, cases[i].kind));
      g_assert_nonnull (strstr (text, cases[i].school));
    }
}

static void
test_documents (void)
{
  static const char *const documents[] = { "institutions", "agreements", "register", "timeline", "map", "graph", "passport" };
  g_autofree char *file = make_sample ("documents.klaster");

  for (guint i = 0; i < G_N_ELEMENTS (documents); i++)
    {
      g_autofree char *name = g_strdup_printf ("%s-1.pdf", documents[i]);
      g_autofree char *other = g_strdup_printf ("%s-2.pdf", documents[i]);
      g_autofree char *target = cli_path (name);
      g_autofree char *again = cli_path (other);
      g_autofree char *first = NULL;
      g_autofree char *second = NULL;

      cli_expect (0, "export", file, target, "--as", documents[i], "--date", "2026-11-21", "--paper", "a3", NULL);
      cli_expect (0, "export", file, again, "--as", documents[i], "--date", "2026-11-21", "--paper", "A3", NULL);
      first = cli_checksum (target);
      second = cli_checksum (again);
      g_assert_cmpstr (first, ==, second);
    }
}

static void
test_agreement (void)
{
  g_autofree char *file = make_sample ("agreement.klaster");
  g_autofree char *target = cli_path ("agreement.pdf");
  g_autofree char *text = NULL;

  cli_expect (0, "export", file, target, "--as", "agreement", "--id", "3251", "--lang", "en", "--date", "2026-11-21", NULL);
  text = read_pdf (target);
  g_assert_nonnull (strstr (text, "Dual education: college and engineering works"));
  g_assert_nonnull (strstr (text, "Two machine"));
  g_assert_nonnull (strstr (text, "Signature"));
}

static void
test_list (void)
{
  g_autofree char *file = make_sample ("list.klaster");
  g_autofree char *target = cli_path ("list.pdf");
  g_autofree char *text = NULL;

  cli_expect (0, "export", file, target, "--as", "institutions", "--columns", "name,students", "--group", "role", "--lang",
              "en", "--orientation", "portrait", NULL);
  text = read_pdf (target);
  g_assert_nonnull (strstr (text, "Pupils or students"));
  g_assert_nonnull (strstr (text, "Core member"));
  g_assert_null (strstr (text, "Address"));
}

/* The text of an agreement for office programs, the same bytes each time */
static void
test_draft (void)
{
  g_autofree char *file = make_sample ("draft.klaster");
  g_autofree char *target = cli_path ("draft.odt");
  g_autofree char *again = cli_path ("draft-again.odt");
  g_autofree char *other = cli_path ("draft-other.odt");
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;

  cli_expect (0, "export", file, target, "--as", "agreement", "--id", "3251", "--lang", "ru", NULL);
  cli_expect (0, "export", file, again, "--as", "agreement", "--id", "3251", "--lang", "ru", NULL);
  cli_expect (0, "export", file, other, "--as", "agreement", "--id", "3251", "--lang", "uz", NULL);
  first = cli_checksum (target);
  second = cli_checksum (again);
  third = cli_checksum (other);
  g_assert_cmpstr (first, ==, second);
  g_assert_cmpstr (first, !=, third);
  cli_expect (1, "export", file, "none.odt", "--as", "register", NULL);
  cli_expect (1, "export", file, "none.odt", "--as", "agreement", NULL);
  cli_expect (3, "export", file, "none.odt", "--as", "agreement", "--id", "12", NULL);
}

static void
test_refusals (void)
{
  g_autofree char *file = make_sample ("refusals.klaster");
  g_autofree char *target = cli_path ("refused.pdf");
  g_autofree char *there = cli_write ("there.pdf", "there");

  cli_expect (1, "export", file, target, NULL);
  cli_expect (1, "export", file, target, "--as", "needs", NULL);
  cli_expect (1, "export", file, target, "--as", "nothing", NULL);
  cli_expect (1, "export", file, target, "--as", "agreement", NULL);
  cli_expect (1, "export", file, target, "--as", "map", "--paper", "A7", NULL);
  cli_expect (1, "export", file, target, "--as", "map", "--orientation", "upside-down", NULL);
  cli_expect (1, "export", file, target, "--as", "map", "--columns", "name", NULL);
  cli_expect (1, "export", file, target, "--as", "institutions", "--columns", "name,weather", NULL);
  cli_expect (1, "export", file, target, "--as", "register", "--group", "district", NULL);
  cli_expect (3, "export", file, target, "--as", "agreement", "--id", "1", NULL);
  cli_expect (3, "export", file, there, "--as", "map", NULL);
  cli_expect (2, "export", "missing.klaster", target, "--as", "map", NULL);
  g_assert_false (g_file_test (target, G_FILE_TEST_EXISTS));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (g_getenv ("KLASTER_PDFTOTEXT") != NULL)
    {
      g_test_add_func ("/cli/print/register", test_register);
      g_test_add_func ("/cli/print/agreement", test_agreement);
      g_test_add_func ("/cli/print/list", test_list);
    }
  g_test_add_func ("/cli/print/documents", test_documents);
  g_test_add_func ("/cli/print/draft", test_draft);
  g_test_add_func ("/cli/print/refusals", test_refusals);
  return g_test_run ();
}
