/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several that replace one file at the same moment: nobody replaces what he has not seen, and nobody is hindered by those who
 * clear away what a killed program left. */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include "klaster-project-sync.h"
#include "klaster-publisher.h"
#include "klaster-remove-tree.h"

#define N_ROUNDS 100
#define N_THREADS 4
#define N_EACH 25

typedef struct
{
  char *folder;
  char *target;
  char *source;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KlasterProject) project = NULL;
  g_autofree char *contents = NULL;
  gsize size;

  fixture->folder = g_dir_make_tmp ("klaster-publisher-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->target = g_build_filename (fixture->folder, "shared.klaster", NULL);
  fixture->source = g_build_filename (fixture->folder, "source.db", NULL);
  project = sync_new (fixture->target, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (sync_close (project, FALSE, &error));
  g_assert_true (g_file_get_contents (fixture->target, &contents, &size, NULL));
  g_assert_true (g_file_set_contents (fixture->source, contents, (gssize) size, NULL));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  klaster_remove_tree (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->target);
  g_free (fixture->source);
}

/* What lies there, with what is known of it, is replaced. */
static gboolean
publish (Fixture           *fixture,
         KlasterFileState  *state,
         GError           **error)
{
  KlasterPublishRequest request = { .source = fixture->source, .target = fixture->target, .expected = state };
  KlasterPublishResult result;
  gboolean done = klaster_publisher_run (&request, &result, NULL, error);

  if (done)
    *state = result.state;
  klaster_publish_result_clear (&result);

  return done;
}

typedef struct
{
  const char *target;
  gint ended; /* atomic */
} Cleaning;

static gpointer
clean_thread (gpointer data)
{
  Cleaning *cleaning = data;

  while (!g_atomic_int_get (&cleaning->ended))
    klaster_publisher_clean (cleaning->target);

  return NULL;
}

/* Every process that opens the file clears away what was left beside it, while another one is replacing it. */
static void
test_cleaned (Fixture       *fixture,
              gconstpointer  data)
{
  Cleaning cleaning = { fixture->target, FALSE };
  GThread *thread = g_thread_new ("clean", clean_thread, &cleaning);
  g_autoptr (GError) error = NULL;
  KlasterFileState state;

  g_assert_true (klaster_shared_file_get_state (fixture->target, &state, &error));
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      publish (fixture, &state, &error);
      g_assert_no_error (error);
    }
  g_atomic_int_set (&cleaning.ended, TRUE);
  g_thread_join (thread);
}

typedef struct
{
  KlasterFileState before, after;
} Step;

typedef struct
{
  Fixture *fixture;
  Step steps[N_EACH];
} Publishing;

static gpointer
publish_thread (gpointer data)
{
  Publishing *self = data;

  for (guint i = 0; i < N_EACH;)
    {
      g_autoptr (GError) error = NULL;
      Step *step = &self->steps[i];

      g_assert_true (klaster_shared_file_get_state (self->fixture->target, &step->before, &error));
      step->after = step->before;
      if (publish (self->fixture, &step->after, &error))
        i++;
      else
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_WRONG_ETAG);
      /* As every opening does. */
      klaster_publisher_clean (self->fixture->target);
    }

  return NULL;
}

static gboolean
is_same (const KlasterFileState *a,
         const KlasterFileState *b)
{
  return memcmp (a->header, b->header, sizeof a->header) == 0;
}

/* Of two that replace the same file, the second has to look at what the first put there: so each file that was ever there is
 * replaced once, but for the last. */
static void
test_together (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree Publishing *publishings = g_new0 (Publishing, N_THREADS);
  GThread *threads[N_THREADS];
  g_autoptr (GPtrArray) steps = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  KlasterFileState now;
  guint n_last = 0;

  for (guint t = 0; t < N_THREADS; t++)
    {
      publishings[t].fixture = fixture;
      threads[t] = g_thread_new ("publish", publish_thread, &publishings[t]);
    }
  for (guint t = 0; t < N_THREADS; t++)
    {
      g_thread_join (threads[t]);
      for (guint i = 0; i < N_EACH; i++)
        g_ptr_array_add (steps, &publishings[t].steps[i]);
    }

  g_assert_true (klaster_shared_file_get_state (fixture->target, &now, &error));
  for (guint i = 0; i < steps->len; i++)
    {
      Step *step = steps->pdata[i];
      guint n_replaced = 0;

      for (guint j = 0; j < steps->len; j++)
        n_replaced += is_same (&((Step *) steps->pdata[j])->before, &step->after);
      if (is_same (&step->after, &now))
        {
          n_last++;
          g_assert_cmpuint (n_replaced, ==, 0);
        }
      else
        g_assert_cmpuint (n_replaced, ==, 1);
    }
  g_assert_cmpuint (n_last, ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/publisher/cleaned", Fixture, NULL, set_up, test_cleaned, tear_down);
  g_test_add ("/publisher/together", Fixture, NULL, set_up, test_together, tear_down);

  return g_test_run ();
}
