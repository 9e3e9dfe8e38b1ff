/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The packed basemap, written by pack-basemap at build time and read by klaster-basemap-data.c. Eight bytes of magic,
 * then a zlib stream of variable-length integers (seven bits a byte, least significant first; signed ones zigzag):
 *   for each layer: number of features
 *     for each feature: four names (length, UTF-8), four numbers (signed), number of parts
 *       for each part: number of points; for each point: difference to the point before it, x and y (signed)
 * in units of 1/KLASTER_BASEMAP_UNITS degrees. The first difference of a part is to the last point of the part
 * before. */
#define KLASTER_BASEMAP_MAGIC "KLBMAP1\n"
#define KLASTER_BASEMAP_UNITS 100000

typedef enum
{
  KLASTER_BASEMAP_COUNTRIES,  /* numbers: country */
  KLASTER_BASEMAP_REGIONS,    /* country, 1: the focus region, 2: its capital city */
  KLASTER_BASEMAP_URBAN,
  KLASTER_BASEMAP_WATER,
  KLASTER_BASEMAP_RIVERS,     /* rank 1 … 3 */
  KLASTER_BASEMAP_LINES,      /* 2: between countries, 4: between regions; country */
  KLASTER_BASEMAP_PLACES,     /* kind (0 capital, 1 city, 2 town, 3 village), least zoom, population, country */
  KLASTER_BASEMAP_N_LAYERS
} KlasterBasemapLayer;

typedef enum
{
  KLASTER_BASEMAP_UZ,
  KLASTER_BASEMAP_KZ,
  KLASTER_BASEMAP_KG,
  KLASTER_BASEMAP_TJ,
} KlasterBasemapCountry;
