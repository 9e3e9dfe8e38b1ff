/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "KlasterBench"
#include "config.h"

#include <stdio.h>
#include <time.h>

#include "bench-frames.h"
#include "klaster-await.h"

#define WIDTH 1280
#define HEIGHT 800

typedef struct
{
  BenchStep step;
  gpointer data;
  guint frame;
  gint64 begin, cpu_begin;
  GArray *times, *cpu_times; /* double, ms */
  gint64 last_turn;
  double worst_gap;          /* ms */
  gboolean done;
} Run;

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return x < y ? -1 : x > y;
}

static double
quantile (GArray *times,
          double  share)
{
  return times->len > 0 ? g_array_index (times, double, MIN (times->len - 1, (guint) (times->len * share))) : 0;
}

static double
get_resident_mb (void)
{
  g_autofree char *text = NULL;
  long pages = 0;

  if (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    sscanf (text, "%*s %ld", &pages);

  return (double) pages * 4096 / 1e6;
}

static gint64
get_cpu_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);

  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static void
before_paint_cb (GdkFrameClock *clock,
                 Run           *run)
{
  run->begin = g_get_monotonic_time ();
  run->cpu_begin = get_cpu_time ();
}

static void
after_paint_cb (GdkFrameClock *clock,
                Run           *run)
{
  double ms = (double) (g_get_monotonic_time () - run->begin) / 1000;
  double cpu_ms = (double) (get_cpu_time () - run->cpu_begin) / 1000;

  if (run->done || run->frame <= 1)
    return;
  g_array_append_val (run->times, ms);
  g_array_append_val (run->cpu_times, cpu_ms);
}

static gboolean
turn_cb (gpointer user_data)
{
  Run *run = user_data;
  gint64 now = g_get_monotonic_time ();

  run->worst_gap = MAX (run->worst_gap, (double) (now - run->last_turn) / 1000);
  run->last_turn = now;

  return G_SOURCE_CONTINUE;
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  Run *run = user_data;

  if (!run->step (run->frame, run->data))
    {
      run->done = TRUE;
      return G_SOURCE_REMOVE;
    }
  run->frame++;

  return G_SOURCE_CONTINUE;
}

void
bench_frames_init (BenchFrames    *self,
                   const char     *what,
                   GtkWidget      *window,
                   KlasterMapView *view)
{
  *self = (BenchFrames) {
    .what = what,
    .window = window,
    .view = view,
    .times = g_array_new (FALSE, FALSE, sizeof (double)),
    .cpu_times = g_array_new (FALSE, FALSE, sizeof (double)),
  };
}

void
bench_frames_run (BenchFrames *self,
                  const char  *leg,
                  BenchStep    step,
                  gpointer     data)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (self->window);
  KlasterTileStatistics before = { 0 }, after = { 0 };
  Run run = { .step = step, .data = data };
  gulong before_paint, after_paint;
  gint64 begin;
  guint turn;
  double seconds;

  run.times = g_array_new (FALSE, FALSE, sizeof (double));
  run.cpu_times = g_array_new (FALSE, FALSE, sizeof (double));
  if (self->view)
    klaster_tile_cache_get_statistics (klaster_map_view_get_tile_cache (self->view), &before);
  before_paint = g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint_cb), &run);
  after_paint = g_signal_connect_after (clock, "after-paint", G_CALLBACK (after_paint_cb), &run);
  run.last_turn = begin = g_get_monotonic_time ();
  turn = g_timeout_add_full (G_PRIORITY_HIGH, 2, turn_cb, &run, NULL);
  gtk_widget_add_tick_callback (self->window, tick_cb, &run, NULL);
  klaster_await (run.done, 240);
  seconds = (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC;
  g_source_remove (turn);
  g_signal_handler_disconnect (clock, before_paint);
  g_signal_handler_disconnect (clock, after_paint);
  if (self->view)
    klaster_tile_cache_get_statistics (klaster_map_view_get_tile_cache (self->view), &after);

  g_array_append_vals (self->times, run.times->data, run.times->len);
  g_array_append_vals (self->cpu_times, run.cpu_times->data, run.cpu_times->len);
  g_array_sort (run.times, compare_doubles);
  g_array_sort (run.cpu_times, compare_doubles);
  g_print ("%-22s %-14s median %6.1f  p95 %6.1f  p99 %6.1f  worst %6.1f ms; processor median %5.1f  p95 %5.1f ms; main loop worst %6.1f ms; %4.0f frames/s",
           self->what, leg, quantile (run.times, 0.5), quantile (run.times, 0.95), quantile (run.times, 0.99),
           quantile (run.times, 1), quantile (run.cpu_times, 0.5), quantile (run.cpu_times, 0.95), run.worst_gap,
           run.times->len / seconds);
  if (self->view)
    g_print ("; %4.0f tiles/s, %3.0f MB of tiles", (double) (after.n_drawn - before.n_drawn) / seconds,
             (double) after.n_bytes / 1e6);
  g_print ("\n");
  g_array_unref (run.times);
  g_array_unref (run.cpu_times);
}

double
bench_frames_end (BenchFrames *self)
{
  double median;

  g_array_sort (self->times, compare_doubles);
  g_array_sort (self->cpu_times, compare_doubles);
  median = quantile (self->cpu_times, 0.5);
  g_print ("%-22s all legs       median %6.1f  p95 %6.1f  p99 %6.1f  worst %6.1f ms; processor median %5.1f  p95 %5.1f  "
           "worst %6.1f ms; %.0f MB resident\n", self->what, quantile (self->times, 0.5), quantile (self->times, 0.95),
           quantile (self->times, 0.99), quantile (self->times, 1), median, quantile (self->cpu_times, 0.95),
           quantile (self->cpu_times, 1), get_resident_mb ());
  g_array_unref (self->times);
  g_array_unref (self->cpu_times);

  return median;
}

GtkWidget *
bench_frames_show (GtkWidget *child)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_set_child (GTK_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  klaster_await (gtk_widget_get_width (child) > 0, 20);

  return window;
}
