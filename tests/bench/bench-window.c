/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From exec to the first frame with members, beside a bare libadwaita window in the same run; and the window with 50,000
 * members: from a key press to the result, from a choice of order to the result, and for what people do with many members
 * the longest time for which the main thread worked without looking at events, beside that of a GtkListView of labels which is given
 * 50,000 others. Prints figures and ratios; fails on no time. */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <adwaita.h>
#include <string.h>
#include <time.h>

#include "klaster-generate.h"
#include "klaster-project-sync.h"
#include "klaster-register.h"
#include "klaster-sample.h"
#include "klaster-window-private.h"

#define N_STARTS 10
#define N_INSTITUTIONS 50000
#define N_COOPERATIONS 200000
#define N_AGREEMENTS 10000
#define N_DELETED 10000
#define SECONDS 120

/* In time of the processor that the main thread took, which other programs do not lengthen much. */
typedef struct
{
  gint64 last;
  gint64 longest;
} Beat;

static gint64
get_thread_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);

  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  gint64 left = *(const gint64 *) a;
  gint64 right = *(const gint64 *) b;

  return (left > right) - (left < right);
}

static double
get_median (GArray *times)
{
  g_array_sort (times, compare_times);

  return g_array_index (times, gint64, times->len / 2) / 1000.0;
}

static void
print_times (const char *what,
             GArray     *times,
             int         wanted)
{
  double median = get_median (times);

  g_print ("%s: median %.1f ms, worst %.1f ms (wanted: %d)\n", what, median,
           g_array_index (times, gint64, times->len - 1) / 1000.0, wanted);
}

static gboolean
beat_cb (gpointer data)
{
  Beat *beat = data;
  gint64 now = get_thread_time ();

  beat->longest = MAX (beat->longest, now - beat->last);
  beat->last = now;

  return G_SOURCE_CONTINUE;
}

/* In the child: the time of the frame in which what was waited for was drawn. */
static void
after_paint_cb (GdkFrameClock *clock,
                gpointer       data)
{
  gboolean (*is_ready) (GtkWindow *) = g_object_get_data (G_OBJECT (clock), "is-ready");

  if (is_ready != NULL && !is_ready (data))
    return;
  g_print ("%" G_GINT64_FORMAT "\n", g_get_monotonic_time ());
  g_signal_handlers_disconnect_by_func (clock, after_paint_cb, data);
  /* Closed in order: what a killed program leaves would be mended by the next start, and measured. */
  gtk_window_close (data);
}

static void
realize_cb (GtkWidget *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);

  g_object_set_data (G_OBJECT (clock), "is-ready", g_object_get_data (G_OBJECT (window), "is-ready"));
  g_signal_connect (clock, "after-paint", G_CALLBACK (after_paint_cb), window);
}

static gboolean
shows_members (GtkWindow *window)
{
  return KLASTER_IS_WINDOW (window) && KLASTER_WINDOW (window)->project != NULL &&
         gtk_widget_get_mapped (GTK_WIDGET (KLASTER_WINDOW (window)->list));
}

static gboolean
shows_map (GtkWindow *window)
{
  KlasterMapView *view;

  if (!shows_members (window) || KLASTER_WINDOW (window)->map_page == NULL)
    return FALSE;
  view = klaster_map_page_get_view (KLASTER_WINDOW (window)->map_page);

  return klaster_map_view_get_scene (view) != NULL && klaster_map_view_is_settled (view);
}

static void
bare_activate_cb (GApplication *application)
{
  GtkWidget *window = adw_application_window_new (GTK_APPLICATION (application));

  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), adw_header_bar_new ());
  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 800);
  g_signal_connect_after (window, "realize", G_CALLBACK (realize_cb), NULL);
  gtk_window_present (GTK_WINDOW (window));
}

static void
window_added_cb (GtkApplication *application,
                 GtkWindow      *window,
                 gpointer        is_ready)
{
  if (!KLASTER_IS_WINDOW (window))
    return;
  g_object_set_data (G_OBJECT (window), "is-ready", is_ready);
  g_signal_connect_after (window, "realize", G_CALLBACK (realize_cb), NULL);
}

static int
run_child (const char *what,
           const char *path)
{
  g_autoptr (AdwApplication) application = NULL;
  char *arguments[] = { (char *) "klaster", (char *) path, NULL };

  if (g_str_equal (what, "bare"))
    {
      application = adw_application_new ("io.github.klaster_app.Bare", G_APPLICATION_NON_UNIQUE);
      g_signal_connect (application, "activate", G_CALLBACK (bare_activate_cb), NULL);
      return g_application_run (G_APPLICATION (application), 1, arguments);
    }

  application = ADW_APPLICATION (klaster_application_new ());
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE | G_APPLICATION_HANDLES_OPEN);
  g_signal_connect (application, "window-added", G_CALLBACK (window_added_cb),
                    g_str_equal (what, "map") ? shows_map : shows_members);

  return g_application_run (G_APPLICATION (application), 2, arguments);
}

static double
measure_start (const char *program,
               const char *what,
               const char *path)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < N_STARTS; i++)
    {
      const char *arguments[] = { program, "--child", what, path, NULL };
      g_autofree char *output = NULL;
      g_autoptr (GError) error = NULL;
      gint64 start = g_get_monotonic_time ();
      gint64 elapsed;

      if (!g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, NULL, NULL, &error))
        g_error ("%s", error->message);
      elapsed = g_ascii_strtoll (output, NULL, 10) - start;
      g_array_append_val (times, elapsed);
    }

  return get_median (times);
}

static void
save_project (const char  *path,
              GBytes      *content,
              KlasterEdit *edit)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KlasterProject) project = sync_new (path, content, &error);
  g_autoptr (GAsyncResult) result = NULL;

  g_assert_no_error (error);
  if (edit != NULL)
    {
      g_autofree char *uuid = sync_commit (project, edit, &error);

      g_assert_no_error (error);
    }
  klaster_project_close_async (project, FALSE, NULL, sync_cb, &result);
  klaster_await (result != NULL, SECONDS);
  klaster_project_close_finish (project, result, &error);
  g_assert_no_error (error);
}

/* Lets everything happen that is under way: frames, what follows from an edit, folding names. */
static void
settle (double seconds)
{
  for (gint64 until = g_get_monotonic_time () + (gint64) (seconds * G_USEC_PER_SEC); g_get_monotonic_time () < until;)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (500);
    }
}

static void
print_away (const char *what,
            double      away,
            double      baseline)
{
  g_print ("%s: main thread away for %.1f ms at most, %.2f of the list of labels (wanted: 33 ms)\n", what, away,
           away / baseline);
}

/* The longest time in milliseconds that the main thread works without looking at events, while and after @act is done. */
static double
measure_away (void     (*act) (gpointer data),
              gpointer   data,
              double     seconds)
{
  Beat beat = { .last = get_thread_time () };
  guint source = g_timeout_add (1, beat_cb, &beat);

  act (data);
  settle (seconds);
  g_source_remove (source);

  return beat.longest / 1000.0;
}

static void
label_setup_cb (GtkSignalListItemFactory *factory,
                GtkListItem              *item)
{
  gtk_list_item_set_child (item, gtk_label_new (NULL));
}

static void
label_bind_cb (GtkSignalListItemFactory *factory,
               GtkListItem              *item)
{
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)),
                      gtk_string_object_get_string (gtk_list_item_get_item (item)));
}

static void
replace_labels (gpointer data)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < N_INSTITUTIONS; i++)
    g_ptr_array_add (texts, g_strdup_printf ("Another %u", i));
  g_ptr_array_add (texts, NULL);
  gtk_string_list_splice (data, 0, g_list_model_get_n_items (data), (const char *const *) texts->pdata);
}

static double
measure_labels (void)
{
  GtkStringList *strings = gtk_string_list_new (NULL);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *window = gtk_window_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  double away;

  g_signal_connect (factory, "setup", G_CALLBACK (label_setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (label_bind_cb), NULL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller),
                                 gtk_list_view_new (GTK_SELECTION_MODEL (gtk_multi_selection_new (G_LIST_MODEL (strings))),
                                                    factory));
  gtk_window_set_child (GTK_WINDOW (window), scroller);
  gtk_window_set_default_size (GTK_WINDOW (window), 300, 800);
  gtk_window_present (GTK_WINDOW (window));
  settle (1);
  replace_labels (strings);
  settle (1);
  away = measure_away (replace_labels, strings, 1);
  gtk_window_destroy (GTK_WINDOW (window));
  settle (0.2);

  return away;
}

typedef struct
{
  KlasterWindow *window;
  KlasterQuery *query;
  gint64 elapsed;
} Asking;

static void
ask (gpointer data)
{
  Asking *asking = data;
  gint64 start = g_get_monotonic_time ();

  klaster_query_model_set_query (asking->window->members, asking->query);
  klaster_await (!klaster_query_model_is_busy (asking->window->members), SECONDS);
  asking->elapsed = g_get_monotonic_time () - start;
}

/* Every search and every order once; returns the longest absence. */
static double
measure_queries (KlasterWindow *window,
                 GArray        *search_times,
                 GArray        *sort_times)
{
  static const char *const searches[] = { "m", "ma", "mak", "maktab 12", "Чирчиқ", "School 4", "bo'ka", "" };
  static const int columns[] = { KLASTER_INSTITUTION_NAME_UZ, KLASTER_INSTITUTION_KIND, KLASTER_INSTITUTION_DISTRICT,
                                 KLASTER_INSTITUTION_STUDENTS, -1 };
  double away = 0;

  for (guint i = 0; i < G_N_ELEMENTS (searches) + G_N_ELEMENTS (columns); i++)
    {
      g_autoptr (KlasterQuery) query = klaster_query_copy (klaster_query_model_get_query (window->members));
      Asking asking = { window, query, 0 };
      gboolean search = i < G_N_ELEMENTS (searches);
      double once;

      if (search)
        klaster_query_set_search (query, searches[i]);
      else
        klaster_query_set_sort (query, columns[i - G_N_ELEMENTS (searches)], FALSE);
      once = measure_away (ask, &asking, 0.3);
      away = MAX (away, once);
      g_array_append_val (search ? search_times : sort_times, asking.elapsed);
    }

  return away;
}

static void
show_members_page (gpointer data)
{
  adw_view_stack_set_visible_child_name (KLASTER_WINDOW (data)->page_stack, "members");
}

static void
show_map_page (gpointer data)
{
  adw_view_stack_set_visible_child_name (KLASTER_WINDOW (data)->page_stack, "map");
}

static void
select_members (KlasterWindow *window,
                guint          n)
{
  const gint64 *ids = klaster_record_list_get_ids (klaster_query_model_get_list (window->members), NULL);

  klaster_selection_set (window->selection, KLASTER_TABLE_INSTITUTION, ids, n, ids[0]);
}

static void
select_all (gpointer data)
{
  select_members (data, N_INSTITUTIONS);
}

static void
select_one (gpointer data)
{
  select_members (data, 1);
}


typedef struct
{
  KlasterWindow *window;
  const char *name;
} Showing;

static void
show_page (gpointer data)
{
  Showing *showing = data;

  adw_view_stack_set_visible_child_name (showing->window->page_stack, showing->name);
}

typedef struct
{
  KlasterWindow *window;
  KlasterQuery *query;
} AskingRegister;

static void
ask_register (gpointer data)
{
  AskingRegister *asking = data;
  KlasterQueryModel *model = klaster_agreements_page_get_model (asking->window->agreements_page);

  klaster_query_model_set_query (model, asking->query);
  klaster_await (!klaster_query_model_is_busy (model), SECONDS);
}

static void
show_view (gpointer data)
{
  Showing *showing = data;

  klaster_agreements_page_set_view_name (showing->window->agreements_page, showing->name);
}

static void
select_agreement (gpointer data)
{
  KlasterWindow *window = data;
  KlasterQueryModel *model = klaster_agreements_page_get_model (window->agreements_page);

  klaster_selection_select (window->selection, KLASTER_TABLE_AGREEMENT,
                            klaster_record_list_get_id (klaster_query_model_get_list (model), 7));
}

static GtkAdjustment *
find_adjustment (GtkWidget *widget)
{
  if (GTK_IS_SCROLLED_WINDOW (widget) && gtk_widget_get_mapped (widget))
    {
      GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (widget));

      if (gtk_adjustment_get_upper (adjustment) > 100 * gtk_adjustment_get_page_size (adjustment))
        return adjustment;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkAdjustment *adjustment = find_adjustment (child);

      if (adjustment != NULL)
        return adjustment;
    }

  return NULL;
}

/* As with a wheel, and then in leaps as with the bar. */
static void
scroll (gpointer data)
{
  GtkAdjustment *adjustment = find_adjustment (data);

  for (guint i = 0; i < 40; i++)
    {
      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + (i < 20 ? 120 : 40000));
      settle (0.02);
    }
}

/* What people do in the register and in the timeline of 10,000 agreements; the page was opened before. */
static void
measure_register (KlasterWindow *window,
                  double         labels)
{
  static const char *const searches[] = { "m", "maktab", "12", "" };
  static const gint columns[] = { KLASTER_REGISTER_PARTIES, KLASTER_REGISTER_PERIOD, KLASTER_REGISTER_STATUS, -1 };
  static const struct
  {
    const char *view;
    const char *title;
  } views[] = { { "register", "register" }, { "timeline", "timeline" } };

  for (guint v = 0; v < G_N_ELEMENTS (views); v++)
    {
      Showing showing = { window, views[v].view };
      double search = 0, order = 0, group = 0;

      print_away (views[v].title, measure_away (show_view, &showing, 1), labels);
      for (guint i = 0; i < 3 * 4; i++)
        {
          KlasterQueryModel *model = klaster_agreements_page_get_model (window->agreements_page);
          g_autoptr (KlasterQuery) query = klaster_query_copy (klaster_query_model_get_query (model));
          AskingRegister asking = { window, query };
          double *worst = i < 4 ? &search : i < 8 ? &order : &group;
          double once;

          if (i < 4)
            klaster_query_set_search (query, searches[i]);
          else if (i < 8)
            klaster_query_set_sort (query, columns[i - 4], i % 2);
          else
            klaster_query_set_grouping (query, (i - 7) % 4);
          once = measure_away (ask_register, &asking, 0.4);
          *worst = MAX (*worst, once);
        }
      print_away ("… search", search, labels);
      print_away ("… order", order, labels);
      print_away ("… groups", group, labels);
      print_away ("… selecting one", measure_away (select_agreement, window, 1), labels);
      if (v == 0)
        print_away ("… scrolling", measure_away (scroll, window->agreements_page, 0.5), labels);
    }
}

/* The pages that only look: opened once, and with what is found and selected changing beside them. */
static void
measure_other_pages (KlasterWindow *window,
                     double         labels)
{
  g_autoptr (GListModel) pages = G_LIST_MODEL (adw_view_stack_get_pages (window->page_stack));

  for (guint i = 0; i < g_list_model_get_n_items (pages); i++)
    {
      g_autoptr (AdwViewStackPage) page = g_list_model_get_item (pages, i);
      g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));
      Showing showing = { window, adw_view_stack_page_get_name (page) };
      g_autofree char *opening = g_strdup_printf ("opening the page “%s”", showing.name);
      g_autofree char *search = g_strdup_printf ("search and order, page “%s”", showing.name);
      g_autofree char *select = g_strdup_printf ("selecting one, page “%s”", showing.name);

      if (g_str_equal (showing.name, "map") || g_str_equal (showing.name, "members"))
        continue;
      print_away (opening, measure_away (show_page, &showing, 5), labels);
      print_away (search, measure_queries (window, times, times), labels);
      select_members (window, 0);
      print_away (select, measure_away (select_one, window, 1), labels);
      if (g_str_equal (showing.name, "agreements"))
        measure_register (window, labels);
    }
}

/* Does it and waits until the project has it, while the main thread goes on. */
static void
edit (KlasterWindow *window,
      GtkWidget     *widget,
      const char    *action)
{
  KlasterSnapshot *before = klaster_snapshot_ref (klaster_project_get_snapshot (window->project));

  g_assert_true (gtk_widget_activate_action (widget, action, NULL));
  klaster_await (klaster_project_get_snapshot (window->project) != before, SECONDS);
  klaster_snapshot_unref (before);
}

static void
delete_selected (gpointer data)
{
  edit (data, data, "win.delete");
}

static void
duplicate_selected (gpointer data)
{
  edit (data, data, "win.duplicate");
}

static void
fill_down (gpointer data)
{
  edit (data, GTK_WIDGET (KLASTER_WINDOW (data)->members_page), "members.fill-down");
}

static void
undo (gpointer data)
{
  edit (data, data, "win.undo");
}

static void
measure_many (const char *path)
{
  g_autoptr (KlasterApplication) application = klaster_application_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GArray) search_times = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) sort_times = g_array_new (FALSE, FALSE, sizeof (gint64));
  KlasterWindow *window;
  double labels, away;
  gint64 start;

  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE | G_APPLICATION_HANDLES_OPEN);
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  labels = measure_labels ();
  g_print ("a list of labels is given 50,000 others: main thread away for %.1f ms\n", labels);

  start = g_get_monotonic_time ();
  window = klaster_window_new (application);
  klaster_window_open_file (window, file);
  gtk_window_present (GTK_WINDOW (window));
  klaster_await (window->members != NULL && klaster_query_model_get_result (window->members) != NULL, SECONDS);
  g_print ("50,000 members, 200,000 cooperations: list filled after %.0f ms\n",
           (g_get_monotonic_time () - start) / 1000.0);
  /* Names are folded and the map is drawn; neither is measured here. */
  settle (8);

  away = measure_queries (window, search_times, sort_times);
  print_times ("search", search_times, 100);
  print_times ("order", sort_times, 200);
  print_away ("search and order, map", away, labels);
  measure_other_pages (window, labels);
  show_map_page (window);
  settle (1);
  print_away ("scrolling the list", measure_away (scroll, window->list, 0.5), labels);
  print_away ("selecting one", measure_away (select_one, window, 2), labels);
  print_away ("opening the page of members", measure_away (show_members_page, window, 2), labels);
  print_away ("search and order, members", measure_queries (window, search_times, sort_times), labels);
  print_away ("scrolling the members", measure_away (scroll, window->members_page, 0.5), labels);
  print_away ("selecting all", measure_away (select_all, window, 2), labels);
  print_away ("going to the map", measure_away (show_map_page, window, 2), labels);
  print_away ("and back", measure_away (show_members_page, window, 2), labels);
  select_members (window, N_DELETED);
  settle (2);
  print_away ("filling a column of 10,000", measure_away (fill_down, window, 3), labels);
  print_away ("duplicating 10,000", measure_away (duplicate_selected, window, 3), labels);
  select_members (window, N_DELETED);
  settle (2);
  print_away ("deleting 10,000", measure_away (delete_selected, window, 3), labels);
  print_away ("undoing that", measure_away (undo, window, 3), labels);
  g_print ("50,000 members and 10,000 copies: %u\n",
           klaster_snapshot_get_n_rows (klaster_project_get_snapshot (window->project), KLASTER_TABLE_INSTITUTION));

  gtk_window_close (GTK_WINDOW (window));
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  klaster_await (window == NULL, SECONDS);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *folder = NULL;
  g_autofree char *sample = NULL;
  g_autofree char *large = NULL;
  g_autoptr (GBytes) content = NULL;
  g_autoptr (KlasterEdit) edit = NULL;
  double bare, window;

  /* To measure several builds with one project: --make FILE once, --many FILE with each. */
  if (argc == 3 && g_str_equal (argv[1], "--make"))
    {
      edit = klaster_generate_edit (7, N_INSTITUTIONS, N_COOPERATIONS, N_AGREEMENTS);
      save_project (argv[2], NULL, edit);
      return 0;
    }
  if (argc == 3 && g_str_equal (argv[1], "--many"))
    {
      gtk_init ();
      measure_many (argv[2]);
      return 0;
    }
  if (argc == 4 && g_str_equal (argv[1], "--child"))
    return run_child (argv[2], argv[3]);

  gtk_init ();
  folder = g_dir_make_tmp ("klaster-bench-XXXXXX", NULL);
  sample = g_build_filename (folder, "sample.klaster", NULL);
  large = g_build_filename (folder, "large.klaster", NULL);
  content = klaster_sample_make_content ("2026-11-21", KLASTER_LANGUAGE_EN);
  save_project (sample, content, NULL);

  bare = measure_start (argv[0], "bare", sample);
  window = measure_start (argv[0], "window", sample);
  g_print ("exec to first frame, median of %d: bare window %.0f ms, sample %.0f ms, ratio %.2f (wanted: 600 ms beside 240)\n",
           N_STARTS, bare, window, window / bare);

  edit = klaster_generate_edit (7, N_INSTITUTIONS, N_COOPERATIONS, N_AGREEMENTS);
  save_project (large, NULL, edit);
  window = measure_start (argv[0], "map", large);
  g_print ("exec to the first complete map of 50,000 members and 200,000 cooperations, median of %d: %.0f ms, %.1f bare windows "
           "(wanted: 2000 ms)\n",
           N_STARTS, window, window / bare);
  measure_many (large);

  return 0;
}
