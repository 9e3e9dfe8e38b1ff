/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include "klaster-application.h"
#include "klaster-build-dir.h"
#include "klaster-worker.h"

int
main (int    argc,
      char **argv)
{
  KlasterApplication *application;
  int status;

  klaster_build_dir_set_up_catalogues ();
  application = klaster_application_new ();

  status = g_application_run (G_APPLICATION (application), argc, argv);
  g_object_unref (application);

  return klaster_workers_finish (status, KLASTER_WORKERS_SECONDS);
}
