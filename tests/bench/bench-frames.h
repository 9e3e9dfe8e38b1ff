/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-map-view.h"

/* Frames of a window while something moves in it: times are of the main thread's work for one frame, as the frame clock tells
 * it, on the clock and on the processor, and the longest time for which the main loop did not turn. */

/* One frame of the movement; FALSE: it was the last */
typedef gboolean (*BenchStep) (guint    frame,
                               gpointer data);

typedef struct
{
  const char *what;
  GtkWidget *window;
  KlasterMapView *view; /* (nullable): whose tiles to count */
  GArray *times;        /* double, ms: of all legs */
  GArray *cpu_times;
} BenchFrames;

void       bench_frames_init  (BenchFrames    *self,
                               const char     *what,
                               GtkWidget      *window,
                               KlasterMapView *view);
/* Runs one leg and prints its figures */
void       bench_frames_run   (BenchFrames    *self,
                               const char     *leg,
                               BenchStep       step,
                               gpointer        data);
/* Prints the figures of all legs; returns the median on the processor, for a ratio */
double     bench_frames_end   (BenchFrames    *self);
/* A window of 1280 × 800 that shows @child */
GtkWidget *bench_frames_show  (GtkWidget      *child);
