/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-application.h"

G_BEGIN_DECLS

struct _KlasterApplication
{
  AdwApplication parent_instance;

  gboolean sample; /* asked for on the command line */
};

void klaster_application_add_actions (KlasterApplication *self);

G_END_DECLS
