/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "klaster-symbol.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_LINK_SAMPLE (klaster_link_sample_get_type ())
G_DECLARE_FINAL_TYPE (KlasterLinkSample, klaster_link_sample, KLASTER, LINK_SAMPLE, GtkWidget)

/* A piece of the line that stands for a cooperation on the map, in the style of the interface. */
GtkWidget *klaster_link_sample_new (KlasterOrientation orientation,
                                    KlasterLinkStatus  status);

G_END_DECLS
