/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Runs a fuzzer without libFuzzer: FUZZER CORPUS-FOLDER [ITERATIONS [SEED]]. Takes every file of the corpus as it is, then
 * that many mutants of them. The same seed makes the same mutants; a crash prints where it was, so that
 * FUZZER CORPUS-FOLDER ITERATION+1 SEED leads there again. With clang -fsanitize=fuzzer the fuzzers do without this file. */
#define G_LOG_DOMAIN "KlasterFuzz"
#include "config.h"

#include <gio/gio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fuzz.h"

#define N_ITERATIONS 20000
#define N_ITERATIONS_FULL 1000000
#define SIZE_MAX_MUTANT (256 * 1024)

static char place[128];

static void
crashed_cb (int number)
{
  if (write (STDERR_FILENO, place, strlen (place)) < 0)
    _exit (2);
  signal (number, SIG_DFL);
  raise (number);
}

static int
compare_paths (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
load_corpus (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *corpus = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)))
    g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (paths, compare_paths); /* folders come in any order, mutants shall not */
  for (guint i = 0; i < paths->len; i++)
    {
      char *contents;
      gsize length;

      g_file_get_contents (paths->pdata[i], &contents, &length, &error);
      g_assert_no_error (error);
      g_ptr_array_add (corpus, g_bytes_new_take (contents, length));
    }
  if (corpus->len == 0)
    g_error ("%s: no corpus", folder);

  return corpus;
}

/* Pieces that readers of text trip over. */
static const char *const pieces[] = {
  "\"", "\\", "\\u", "\\ud800", "\\udc00", "{", "}", "[", "]", ",", ":", ";", "\n", "\r\n", "\t", "null", "true", "-", "0", "1e999",
  "-0", "9007199254740991", "9007199254740992", "99999999999999999999", "0.1", "@", "@a", "''", "\xef\xbb\xbf", "\xff\xfe", "\xff",
  "\xc0\x80", "\xed\xa0\x80", "ʻ", "ў", "2024-02-29", "0000-00-00", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "{\"a\":", "\x01",
};

static gsize
random_below (GRand *rand,
              gsize  limit)
{
  return limit < 2 ? 0 : (gsize) g_rand_int_range (rand, 0, (gint32) MIN (limit, G_MAXINT32));
}

static void
mutate_once (GRand      *rand,
             GByteArray *bytes,
             GPtrArray  *corpus)
{
  gsize at = random_below (rand, bytes->len + 1);
  gsize n = 1 + random_below (rand, 32);
  const char *piece;
  GBytes *other;
  const guint8 *data;
  gsize size, start;

  n = MIN (n, bytes->len - at);
  switch (g_rand_int_range (rand, 0, 8))
    {
    case 0: /* flip a bit */
      if (at < bytes->len)
        bytes->data[at] ^= (guint8) (1 << g_rand_int_range (rand, 0, 8));
      return;
    case 1: /* another byte */
      if (at < bytes->len)
        bytes->data[at] = (guint8) g_rand_int_range (rand, 0, 256);
      return;
    case 2: /* leave some out */
      if (n > 0)
        g_byte_array_remove_range (bytes, (guint) at, (guint) n);
      return;
    case 3: /* end early */
      g_byte_array_set_size (bytes, (guint) at);
      return;
    case 4: /* repeat some */
      if (n > 0)
        {
          g_autofree guint8 *copy = g_memdup2 (bytes->data + at, n);

          g_byte_array_append (bytes, copy, (guint) n);
          memmove (bytes->data + at + n, bytes->data + at, bytes->len - at - n);
        }
      return;
    case 5: /* the beginning of this with the end of another */
      other = corpus->pdata[random_below (rand, corpus->len)];
      data = g_bytes_get_data (other, &size);
      start = random_below (rand, size + 1);
      g_byte_array_set_size (bytes, (guint) at);
      if (size > start)
        g_byte_array_append (bytes, data + start, (guint) (size - start));
      return;
    default: /* put a piece in */
      piece = pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))];
      size = strlen (piece);
      start = bytes->len;
      g_byte_array_append (bytes, (const guint8 *) piece, (guint) size);
      memmove (bytes->data + at + size, bytes->data + at, start - at);
      memcpy (bytes->data + at, piece, size);
      return;
    }
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GPtrArray) corpus = NULL;
  g_autoptr (GRand) rand = NULL;
  guint64 n_iterations = g_getenv ("KLASTER_TEST_FULL") ? N_ITERATIONS_FULL : N_ITERATIONS;
  guint32 seed = g_random_int ();

  if (argc < 2)
    {
      g_printerr ("%s CORPUS-FOLDER [ITERATIONS [SEED]]\n", argv[0]);
      return 1;
    }
  if (argc > 2)
    n_iterations = g_ascii_strtoull (argv[2], NULL, 10);
  if (argc > 3)
    seed = (guint32) g_ascii_strtoull (argv[3], NULL, 10);

  signal (SIGSEGV, crashed_cb);
  signal (SIGABRT, crashed_cb);
  signal (SIGFPE, crashed_cb);
  signal (SIGTRAP, crashed_cb);
  corpus = load_corpus (argv[1]);
  for (guint i = 0; i < corpus->len; i++)
    {
      gsize size;
      const guint8 *data = g_bytes_get_data (corpus->pdata[i], &size);

      g_snprintf (place, sizeof place, "in file %u of the corpus\n", i);
      LLVMFuzzerTestOneInput (data, size);
    }

  rand = g_rand_new_with_seed (seed);
  g_print ("# %" G_GUINT64_FORMAT " mutants of %u files, seed %u\n", n_iterations, corpus->len, seed);
  for (guint64 i = 0; i < n_iterations; i++)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      guint n_mutations = 1u << g_rand_int_range (rand, 0, 5);
      gsize size;
      const guint8 *data = g_bytes_get_data (corpus->pdata[random_below (rand, corpus->len)], &size);

      g_byte_array_append (bytes, data, (guint) size);
      for (guint m = 0; m < n_mutations && bytes->len < SIZE_MAX_MUTANT; m++)
        mutate_once (rand, bytes, corpus);
      g_snprintf (place, sizeof place, "in iteration %" G_GUINT64_FORMAT ", seed %u\n", i, seed);
      LLVMFuzzerTestOneInput (bytes->data, bytes->len);
    }

  return 0;
}
