/** When the prices were read. */
export const PRICES_AS_OF = "2026-06-18";

/** Prices of a series, as a text: a row for each region, in it a price for each size. A text costs nothing until somebody asks. */
export interface PriceTable {
    readonly sizes: readonly string[];
    /** Whether the regions are all in which the series has a price. */
    readonly complete: boolean;
    readonly usdPerHour: string;
}

/**
 * List prices in USD an hour, on demand, Linux, by region.
 *
 * Source: Azure Retail Prices API, as kept in the price table of Karpenter for Azure, 2026-06-18. Many rows of Dasv5 and Dadsv5 there
 * contain a Windows licence, so of these only eastus is kept (and D2as_v5 is half of D4as_v5). Retired sizes are left out.
 */
export const PRICES: readonly PriceTable[] = [
    {
        complete: true,
        sizes: ["Standard_NC4as_T4_v3", "Standard_NC8as_T4_v3", "Standard_NC16as_T4_v3", "Standard_NC64as_T4_v3"],
        usdPerHour: `
            australiacentral 0.684 0.977 1.565 5.645
            australiacentral2 0.684 0.977 1.565 5.645
            australiaeast 0.684 0.978 1.565 5.658
            brazilsouth 0.894 1.277 2.046 7.383
            canadacentral 0.584 0.834 1.336 4.82
            centralindia 0.579 0.827 1.324 4.787
            centralus 0.594 0.849 1.36 4.907
            eastus 0.526 0.752 1.204 4.352
            eastus2 0.526 0.752 1.204 4.352
            francecentral 0.615 0.878 1.407 5.077
            germanywestcentral 0.658 0.939 1.504 5.428
            israelcentral 0.724 1.034 1.657 5.977
            italynorth 0.615 0.879 1.408 5.081
            japaneast 0.71 1.015 1.625 5.875
            japanwest 0.768 1.097 1.757 6.341
            koreacentral 0.647 0.925 1.481 5.353
            malaysiawest 0.631 0.902 1.444 5.211
            northcentralus 0.526 0.752 1.204 4.352
            northeurope 0.587 0.838 1.342 4.853
            polandcentral 0.656 0.937 1.501 5.416
            southcentralus 0.631 0.902 1.445 5.222
            southeastasia 0.736 1.052 1.685 6.089
            southindia 0.742 1.059 1.697 6.123
            swedencentral 0.558 0.796 1.276 4.603
            uksouth 0.615 0.88 1.409 5.092
            westeurope 0.658 0.94 1.505 5.44
            westus 0.631 0.902 1.445 5.222
            westus2 0.526 0.752 1.204 4.352
            westus3 0.526 0.752 1.204 4.352
        `,
    },
    {
        complete: true,
        sizes: ["Standard_NC24ads_A100_v4", "Standard_NC48ads_A100_v4", "Standard_NC96ads_A100_v4"],
        usdPerHour: `
            australiaeast 5.326 10.652 21.303
            brazilsouth 7.346 14.692 29.384
            canadacentral 4.408 8.815 17.63
            centralindia 5.142 10.284 20.569
            centralus 4.15 8.301 16.602
            eastus 3.673 7.346 14.692
            eastus2 3.673 7.346 14.692
            francecentral 4.591 9.183 18.365
            germanywestcentral 4.775 9.55 19.1
            italynorth 4.775 9.55 19.1
            japaneast 5.326 10.652 21.303
            jioindiacentral 5.142 10.284 20.569
            jioindiawest 5.142 10.284 20.569
            koreacentral 4.959 9.917 19.834
            northcentralus 4.408 8.815 17.63
            northeurope 4.408 8.815 17.63
            polandcentral 4.775 9.55 19.1
            southcentralus 4.408 8.815 17.63
            southeastasia 4.775 9.55 19.1
            spaincentral 4.775 9.55 19.1
            swedencentral 4.775 9.55 19.1
            switzerlandnorth 5.252 10.505 21.01
            uksouth 4.591 9.183 18.365
            westeurope 4.775 9.55 19.1
            westus 4.775 9.55 19.1
            westus2 3.673 7.346 14.692
            westus3 3.673 7.346 14.692
        `,
    },
    {
        complete: true,
        sizes: ["Standard_ND96asr_v4"],
        usdPerHour: `
            eastus 27.197
            italynorth 35.357
            southcentralus 32.63
            westeurope 35.357
            westus2 27.197
        `,
    },
    {
        complete: true,
        sizes: ["Standard_ND96amsr_A100_v4"],
        usdPerHour: `
            australiaeast 47.516
            brazilsouth 65.54
            canadacentral 39.324
            canadaeast 39.324
            centralus 37.03
            eastus 32.77
            eastus2 32.77
            francecentral 40.962
            germanynorth 55.381
            italynorth 40.962
            japaneast 47.517
            japanwest 50.794
            norwayeast 46.861
            polandcentral 46.89
            southafricanorth 47.844
            southcentralus 39.324
            southindia 49.483
            spaincentral 40.962
            swedencentral 40.962
            switzerlandnorth 46.861
            switzerlandwest 60.919
            uaecentral 60.919
            uaenorth 46.861
            uksouth 40.962
            ukwest 42.929
            westeurope 40.962
            westus 42.601
            westus2 32.77
            westus3 32.77
        `,
    },
    {
        complete: true,
        sizes: ["Standard_NC40ads_H100_v5", "Standard_NC80adis_H100_v5"],
        usdPerHour: `
            australiaeast 10.121 20.242
            canadacentral 8.59 17.18
            centralindia 9.772 19.544
            centralus 8.585 17.17
            eastus 6.98 13.96
            eastus2 6.98 13.96
            germanywestcentral 9.074 18.148
            indonesiacentral 8.167 16.333
            japaneast 10.121 20.242
            jioindiacentral 9.772 19.544
            jioindiawest 9.772 19.544
            koreacentral 9.423 18.846
            koreasouth 8.725 17.45
            malaysiawest 8.167 16.333
            northcentralus 8.376 16.752
            northeurope 8.376 16.752
            southcentralus 8.38 16.76
            southeastasia 9.074 18.148
            spaincentral 9.074 18.148
            swedencentral 9.074 18.148
            switzerlandnorth 9.981 19.963
            uaenorth 9.98 19.96
            uksouth 8.725 17.45
            westeurope 9.08 18.16
            westus 9.074 18.148
            westus2 6.98 13.96
            westus3 6.98 13.96
        `,
    },
    {
        complete: true,
        sizes: ["Standard_NCC40ads_H100_v5"],
        usdPerHour: `
            centralus 9.73
            eastus2 8.82
            southcentralus 9.73
            westeurope 10.74
        `,
    },
    {
        complete: true,
        sizes: ["Standard_ND96isr_H100_v5"],
        usdPerHour: `
            australiaeast 142.6
            canadacentral 117.984
            centralus 120.934
            eastus 98.32
            eastus2 98.32
            japaneast 142.564
            japanwest 152.396
            koreacentral 132.732
            northcentralus 117.984
            polandcentral 127.816
            southafricanorth 168.672
            southafricawest 186.608
            southcentralus 117.968
            spaincentral 127.816
            swedencentral 127.816
            switzerlandnorth 140.598
            uaenorth 140.598
            uksouth 122.9
            westcentralus 117.984
            westeurope 127.816
            westus 127.816
            westus2 98.32
            westus3 98.32
        `,
    },
    {
        complete: true,
        sizes: ["Standard_ND96isr_H200_v5"],
        usdPerHour: `
            australiaeast 122.96
            australiasoutheast 110.24
            brazilsouth 169.6
            centralus 95.824
            eastus2 84.8
            francecentral 106
            germanywestcentral 110.24
            indonesiacentral 99.216
            italynorth 110.24
            japaneast 106
            japanwest 131.44
            koreasouth 106
            malaysiawest 99.216
            mexicocentral 93.28
            northcentralus 101.76
            northeurope 101.76
            norwayeast 121.264
            polandcentral 130.592
            southafricanorth 123.808
            southeastasia 110.24
            spaincentral 110.24
            swedencentral 110.272
            uaenorth 121.264
            uksouth 106
            ukwest 111.088
            westus 110.24
            westus2 84.8
            westus3 84.8
        `,
    },
    {
        complete: true,
        sizes: ["Standard_ND128isr_NDR_GB200_v6"],
        usdPerHour: `
            australiaeast 156.84
            australiasoutheast 151.44
            brazilsouth 216.32
            canadaeast 129.8
            centralus 133.037
            eastus 108.16
            eastus2 108.16
            germanywestcentral 140.6
            indonesiacentral 126.54
            italynorth 140.6
            koreacentral 146
            koreasouth 124.4
            northcentralus 129.8
            southindia 163.32
            spaincentral 140.6
            uaecentral 201.16
            uksouth 135.2
            westus2 108.16
            westus3 108.16
        `,
    },
    {
        complete: true,
        sizes: ["Standard_ND96isr_MI300X_v5", "Standard_ND96is_MI300X_v5"],
        usdPerHour: `
            australiasoutheast 67.2 67.2
            brazilsouth 96 96
            canadacentral 57.6 57.6
            centralus 59.041 59.041
            eastus2 48 48
            francecentral 60 60
            germanywestcentral 62.4 62.4
            koreasouth 60 60
            northcentralus 57.6 57.6
            northeurope 57.6 57.6
            polandcentral 73.92 73.92
            swedencentral 67.2 67.2
            uaenorth 68.64 68.64
            uksouth 60 60
            westcentralus 57.6 57.6
            westus 62.853 62.853
            westus3 48 48
        `,
    },
    {
        complete: true,
        sizes: [
            "Standard_NV6ads_A10_v5",
            "Standard_NV12ads_A10_v5",
            "Standard_NV18ads_A10_v5",
            "Standard_NV36ads_A10_v5",
            "Standard_NV36adms_A10_v5",
            "Standard_NV72ads_A10_v5",
        ],
        usdPerHour: `
            australiaeast 0.658 1.317 2.32 4.64 6.554 9.454
            brazilsouth 0.908 1.816 3.2 6.4 9.04 13.04
            canadacentral 0.545 1.09 1.92 3.84 5.424 7.824
            centralindia 0.636 1.271 2.24 4.48 6.328 9.128
            centralus 0.558 1.117 1.968 3.936 5.56 8.02
            eastasia 0.704 1.407 2.48 4.96 7.006 10.106
            eastus 0.454 0.908 1.6 3.2 4.52 6.52
            eastus2 0.454 0.908 1.6 3.2 4.52 6.52
            francecentral 0.567 1.135 2 4 5.65 8.15
            germanywestcentral 0.59 1.18 2.08 4.16 5.876 8.476
            indonesiacentral 0.556 1.112 1.96 3.92 5.537 7.987
            israelcentral 0.649 1.298 2.288 4.576 6.464 9.324
            italynorth 0.59 1.18 2.08 4.16 5.876 8.476
            japaneast 0.658 1.317 2.32 4.64 6.554 9.454
            jioindiacentral 0.636 1.271 2.24 4.48 6.328 9.128
            jioindiawest 0.636 1.271 2.24 4.48 6.328 9.128
            koreacentral 0.613 1.226 2.16 4.32 6.102 8.802
            koreasouth 0.567 1.135 2 4 5.65 8.15
            malaysiawest 0.531 1.062 1.872 3.744 5.288 7.628
            mexicocentral 0.501 1.002 1.766 3.532 4.989 7.196
            northcentralus 0.545 1.09 1.92 3.84 5.424 7.824
            northeurope 0.545 1.09 1.92 3.84 5.424 7.824
            polandcentral 0.59 1.18 2.08 4.16 5.876 8.476
            qatarcentral 0.649 1.298 2.288 4.576 6.464 9.324
            southafricanorth 0.663 1.326 2.336 4.672 6.599 9.519
            southcentralus 0.545 1.09 1.92 3.84 5.424 7.824
            southeastasia 0.59 1.18 2.08 4.16 5.876 8.476
            spaincentral 0.59 1.18 2.08 4.16 5.876 8.476
            swedencentral 0.59 1.18 2.08 4.16 5.876 8.476
            switzerlandnorth 0.649 1.298 2.288 4.576 6.464 9.324
            uaenorth 0.649 1.298 2.288 4.576 6.464 9.324
            uksouth 0.567 1.135 2 4 5.65 8.15
            westeurope 0.59 1.18 2.08 4.16 5.876 8.476
            westus 0.59 1.18 2.08 4.16 5.876 8.476
            westus2 0.454 0.908 1.6 3.2 4.52 6.52
            westus3 0.454 0.908 1.6 3.2 4.52 6.52
        `,
    },
    {
        complete: true,
        sizes: ["Standard_NC8ads_A10_v4", "Standard_NC16ads_A10_v4", "Standard_NC32ads_A10_v4"],
        usdPerHour: `
            southcentralus 1.32 2.64 5.28
            westeurope 1.43 2.86 5.72
            westus3 1.1 2.2 4.4
        `,
    },
    {
        complete: true,
        sizes: [
            "Standard_NC24lds_xl_RTXPRO6000BSE_v6",
            "Standard_NC36ds_xl_RTXPRO6000BSE_v6",
            "Standard_NC36lds_xl_RTXPRO6000BSE_v6",
            "Standard_NC72ds_xl_RTXPRO6000BSE_v6",
            "Standard_NC72lds_xl_RTXPRO6000BSE_v6",
            "Standard_NC144ds_xl_RTXPRO6000BSE_v6",
            "Standard_NC144lds_xl_RTXPRO6000BSE_v6",
            "Standard_NC288ds_xl_RTXPRO6000BSE_v6",
            "Standard_NC288lds_xl_RTXPRO6000BSE_v6",
        ],
        usdPerHour: `
            australiaeast 1.64 2.092 1.803 4.107 3.54 7.98 7.98 15.96 15.96
            eastus 1.13 1.442 1.243 2.83 2.44 5.5 5.5 11 11
            eastus2 1.13 1.442 1.243 2.83 2.44 5.5 5.5 11 11
            germanywestcentral 1.469 1.874 1.616 3.68 3.172 7.15 7.15 14.3 14.3
            japaneast 1.64 2.092 1.803 4.107 3.54 7.98 7.98 15.96 15.96
            koreacentral 1.527 1.948 1.679 3.824 3.296 7.43 7.43 14.86 14.86
            northeurope 1.617 2.063 1.779 4.05 3.491 7.87 7.87 15.74 15.74
            southcentralus 1.356 1.73 1.492 3.396 2.928 6.6 6.6 13.2 13.2
            southeastasia 1.582 2.019 1.74 3.963 3.416 7.7 7.7 15.4 15.4
            swedencentral 1.469 1.874 1.616 3.68 3.172 7.15 7.15 14.3 14.3
            uksouth 1.414 1.804 1.555 3.541 3.052 6.88 6.88 13.76 13.76
            westeurope 1.617 2.063 1.779 4.05 3.491 7.87 7.87 15.74 15.74
            westus 1.469 1.874 1.616 3.68 3.172 7.15 7.15 14.3 14.3
            westus2 1.13 1.442 1.243 2.83 2.44 5.5 5.5 11 11
        `,
    },
    {
        complete: true,
        sizes: [
            "Standard_NV4ads_V710_v5",
            "Standard_NV8ads_V710_v5",
            "Standard_NV12ads_V710_v5",
            "Standard_NV24ads_V710_v5",
            "Standard_NV28adms_V710_v5",
        ],
        usdPerHour: `
            australiaeast 0.483 0.967 1.45 2.9 3.48
            eastus 0.333 0.667 1 2 2.4
            northcentralus 0.4 0.8 1.2 2.4 2.88
            southcentralus 0.4 0.8 1.2 2.4 2.88
            spaincentral 0.433 0.867 1.3 2.6 3.12
            westeurope 0.433 0.867 1.3 2.6 3.12
            westus 0.433 0.867 1.3 2.6 3.12
        `,
    },
    {
        complete: true,
        sizes: ["Standard_ND40rs_v2"],
        usdPerHour: `
            eastus 22.032
            southcentralus 26.438
            southeastasia 30.492
            westeurope 27.526
            westus2 22.032
        `,
    },
    {
        complete: true,
        sizes: ["Standard_D8as_v4", "Standard_D16as_v4"],
        usdPerHour: `
            australiacentral 0.48 0.96
            australiacentral2 0.48 0.96
            australiaeast 0.48 0.96
            australiasoutheast 0.499 0.998
            austriaeast 0.416 0.832
            brazilsouth 0.612 1.224
            brazilsoutheast 0.796 1.591
            canadacentral 0.428 0.856
            canadaeast 0.428 0.856
            centralindia 0.246 0.493
            centralus 0.434 0.868
            chilecentral 0.484 0.968
            eastasia 0.528 1.056
            eastus 0.384 0.768
            eastus2 0.384 0.768
            francecentral 0.448 0.896
            francesouth 0.582 1.165
            germanynorth 0.541 1.082
            germanywestcentral 0.416 0.832
            indonesiacentral 0.432 0.864
            israelcentral 0.448 0.896
            italynorth 0.448 0.896
            japaneast 0.496 0.992
            japanwest 0.496 0.992
            jioindiacentral 0.246 0.493
            jioindiawest 0.246 0.493
            koreacentral 0.472 0.944
            koreasouth 0.443 0.886
            malaysiawest 0.432 0.864
            mexicocentral 0.422 0.845
            newzealandnorth 0.454 0.907
            northcentralus 0.384 0.768
            northeurope 0.428 0.856
            norwayeast 0.549 1.098
            norwaywest 0.714 1.428
            polandcentral 0.416 0.832
            qatarcentral 0.471 0.942
            southafricanorth 0.508 1.016
            southafricawest 0.66 1.321
            southcentralus 0.461 0.922
            southeastasia 0.48 0.96
            southindia 0.541 1.083
            spaincentral 0.404 0.808
            swedencentral 0.408 0.816
            swedensouth 0.53 1.061
            switzerlandnorth 0.549 1.098
            switzerlandwest 0.714 1.428
            uaecentral 0.614 1.227
            uaenorth 0.471 0.942
            uksouth 0.444 0.888
            ukwest 0.465 0.929
            westcentralus 0.461 0.922
            westeurope 0.46 0.92
            westindia 0.492 0.983
            westus 0.448 0.896
            westus2 0.384 0.768
            westus3 0.384 0.768
        `,
    },
    {
        complete: true,
        sizes: ["Standard_D2s_v3", "Standard_D4s_v3"],
        usdPerHour: `
            australiacentral 0.125 0.25
            australiacentral2 0.125 0.25
            australiaeast 0.125 0.25
            australiasoutheast 0.125 0.25
            brazilsouth 0.159 0.318
            brazilsoutheast 0.207 0.413
            canadacentral 0.111 0.222
            canadaeast 0.111 0.222
            centralindia 0.105 0.21
            centralus 0.11 0.22
            eastasia 0.132 0.264
            eastus 0.096 0.192
            eastus2 0.096 0.192
            francecentral 0.112 0.224
            francesouth 0.1456 0.291
            germanynorth 0.15 0.299
            germanywestcentral 0.115 0.23
            indonesiacentral 0.112 0.225
            israelcentral 0.112 0.224
            italynorth 0.112 0.224
            japaneast 0.129 0.258
            japanwest 0.129 0.258
            jioindiacentral 0.105 0.21
            jioindiawest 0.105 0.21
            koreacentral 0.123 0.246
            koreasouth 0.111 0.221
            malaysiawest 0.112 0.225
            mexicocentral 0.106 0.211
            newzealandnorth 0.126 0.252
            northcentralus 0.1 0.2
            northeurope 0.107 0.214
            norwayeast 0.132 0.264
            norwaywest 0.172 0.343
            polandcentral 0.115 0.23
            qatarcentral 0.118 0.235
            southafricanorth 0.127 0.254
            southafricawest 0.15875 0.3175
            southcentralus 0.11 0.22
            southeastasia 0.125 0.25
            southindia 0.135 0.271
            spaincentral 0.107 0.214
            swedencentral 0.102 0.204
            swedensouth 0.133 0.265
            switzerlandnorth 0.132 0.264
            switzerlandwest 0.17142 0.34283
            uaecentral 0.156 0.312
            uaenorth 0.12 0.24
            uksouth 0.116 0.232
            ukwest 0.116 0.232
            westcentralus 0.11 0.22
            westeurope 0.12 0.24
            westindia 0.123 0.246
            westus 0.117 0.234
            westus2 0.096 0.192
            westus3 0.096 0.192
        `,
    },
    {
        complete: true,
        sizes: ["Standard_DS12_v2"],
        usdPerHour: `
            australiacentral 0.399
            australiacentral2 0.399
            australiaeast 0.399
            australiasoutheast 0.399
            brazilsouth 0.47
            brazilsoutheast 0.611
            canadacentral 0.366
            canadaeast 0.366
            centralindia 0.379
            centralus 0.371
            eastasia 0.459
            eastus 0.371
            eastus2 0.299
            francecentral 0.469
            francesouth 0.608
            germanynorth 0.432
            germanywestcentral 0.332
            indonesiacentral 0.316
            israelcentral 0.359
            italynorth 0.345
            japaneast 0.459
            japanwest 0.399
            jioindiacentral 0.379
            jioindiawest 0.379
            koreacentral 0.399
            koreasouth 0.359
            malaysiawest 0.371
            mexicocentral 0.319
            newzealandnorth 0.496
            northcentralus 0.37
            northeurope 0.371
            norwayeast 0.417
            norwaywest 0.542
            polandcentral 0.345
            qatarcentral 0.359
            southafricanorth 0.401
            southafricawest 0.502
            southcentralus 0.332
            southeastasia 0.382
            southindia 0.379
            spaincentral 0.345
            swedencentral 0.345
            swedensouth 0.449
            switzerlandnorth 0.4169
            switzerlandwest 0.54215
            uaecentral 0.466
            uaenorth 0.359
            uksouth 0.469
            ukwest 0.469
            westcentralus 0.332
            westeurope 0.379
            westindia 0.379
            westus 0.37
            westus2 0.299
            westus3 0.299
        `,
    },
    {
        complete: true,
        sizes: ["Standard_A2_v2"],
        usdPerHour: `
            australiacentral 0.105
            australiacentral2 0.105
            australiaeast 0.105
            australiasoutheast 0.105
            austriaeast 0.0861
            brazilsouth 0.128
            brazilsoutheast 0.168
            canadacentral 0.0903
            canadaeast 0.0903
            centralindia 0.098
            centralus 0.0903
            eastasia 0.105
            eastus 0.0903
            eastus2 0.0903
            francecentral 0.105
            francesouth 0.136
            germanynorth 0.107
            germanywestcentral 0.0861
            indonesiacentral 0.0885
            israelcentral 0.0907
            italynorth 0.0861
            japaneast 0.113
            japanwest 0.113
            jioindiacentral 0.098
            jioindiawest 0.098
            koreacentral 0.102
            koreasouth 0.092
            malaysiawest 0.0885
            mexicocentral 0.0996
            newzealandnorth 0.123
            northcentralus 0.0903
            northeurope 0.0861
            norwayeast 0.0947
            norwaywest 0.123
            polandcentral 0.0861
            qatarcentral 0.0912
            southafricanorth 0.101
            southafricawest 0.127
            southcentralus 0.0903
            southeastasia 0.0945
            southindia 0.098
            spaincentral 0.0861
            swedencentral 0.0861
            swedensouth 0.112
            switzerlandnorth 0.0947
            switzerlandwest 0.123
            uaecentral 0.112
            uaenorth 0.0907
            uksouth 0.087
            ukwest 0.105
            westcentralus 0.083
            westeurope 0.0861
            westindia 0.098
            westus 0.0903
            westus2 0.0756
            westus3 0.076
        `,
    },
    {
        complete: false,
        sizes: ["Standard_D2as_v5", "Standard_D4as_v5", "Standard_D8as_v5", "Standard_D16as_v5"],
        usdPerHour: `
            eastus 0.086 0.172 0.344 0.688
        `,
    },
    {
        complete: true,
        sizes: ["Standard_D2ds_v5", "Standard_D4ds_v5", "Standard_D8ds_v5"],
        usdPerHour: `
            australiacentral 0.142 0.284 0.568
            australiacentral2 0.142 0.284 0.568
            australiaeast 0.142 0.284 0.568
            australiasoutheast 0.147 0.294 0.588
            austriaeast 0.136 0.272 0.544
            brazilsouth 0.18 0.36 0.72
            brazilsoutheast 0.234 0.468 0.936
            canadacentral 0.126 0.252 0.504
            canadaeast 0.126 0.252 0.504
            centralindia 0.122 0.244 0.488
            centralus 0.128 0.255 0.511
            chilecentral 0.158 0.316 0.633
            eastasia 0.155 0.31 0.62
            eastus 0.113 0.226 0.452
            eastus2 0.113 0.226 0.452
            francecentral 0.132 0.264 0.528
            francesouth 0.172 0.343 0.686
            germanynorth 0.177 0.354 0.707
            germanywestcentral 0.136 0.272 0.544
            indonesiacentral 0.127 0.254 0.508
            israelcentral 0.132 0.264 0.528
            italynorth 0.132 0.264 0.528
            japaneast 0.146 0.292 0.584
            japanwest 0.146 0.292 0.584
            jioindiacentral 0.122 0.244 0.488
            jioindiawest 0.122 0.244 0.488
            koreacentral 0.139 0.278 0.556
            koreasouth 0.13 0.26 0.52
            malaysiawest 0.127 0.254 0.508
            mexicocentral 0.124 0.249 0.497
            newzealandnorth 0.149 0.298 0.596
            northcentralus 0.113 0.226 0.452
            northeurope 0.126 0.252 0.504
            norwayeast 0.15 0.299 0.598
            norwaywest 0.194 0.389 0.778
            polandcentral 0.136 0.272 0.544
            qatarcentral 0.139 0.277 0.554
            southafricanorth 0.15 0.3 0.6
            southafricawest 0.195 0.39 0.78
            southcentralus 0.136 0.271 0.542
            southeastasia 0.141 0.282 0.564
            southindia 0.159 0.319 0.637
            spaincentral 0.126 0.252 0.504
            swedencentral 0.12 0.24 0.48
            swedensouth 0.156 0.312 0.624
            switzerlandnorth 0.15 0.299 0.598
            switzerlandwest 0.194 0.389 0.778
            uaecentral 0.18 0.36 0.721
            uaenorth 0.139 0.277 0.554
            uksouth 0.131 0.262 0.524
            ukwest 0.137 0.273 0.547
            westcentralus 0.136 0.271 0.542
            westeurope 0.136 0.272 0.544
            westindia 0.145 0.289 0.579
            westus 0.133 0.266 0.532
            westus2 0.113 0.226 0.452
            westus3 0.113 0.226 0.452
        `,
    },
    {
        complete: true,
        sizes: ["Standard_D4s_v5"],
        usdPerHour: `
            australiacentral 0.24
            australiacentral2 0.24
            australiaeast 0.24
            australiasoutheast 0.25
            austriaeast 0.23
            brazilsouth 0.306
            brazilsoutheast 0.398
            canadacentral 0.214
            canadaeast 0.214
            centralindia 0.202
            centralus 0.217
            chilecentral 0.269
            eastasia 0.264
            eastus 0.192
            eastus2 0.192
            francecentral 0.224
            francesouth 0.291
            germanynorth 0.299
            germanywestcentral 0.23
            indonesiacentral 0.216
            israelcentral 0.224
            italynorth 0.224
            japaneast 0.248
            japanwest 0.248
            jioindiacentral 0.202
            jioindiawest 0.202
            koreacentral 0.236
            koreasouth 0.221
            malaysiawest 0.216
            mexicocentral 0.211
            newzealandnorth 0.252
            northcentralus 0.192
            northeurope 0.214
            norwayeast 0.253
            norwaywest 0.329
            polandcentral 0.23
            qatarcentral 0.235
            southafricanorth 0.254
            southafricawest 0.33
            southcentralus 0.23
            southeastasia 0.24
            southindia 0.271
            spaincentral 0.214
            swedencentral 0.204
            swedensouth 0.265
            switzerlandnorth 0.253
            switzerlandwest 0.329
            uaecentral 0.306
            uaenorth 0.235
            uksouth 0.222
            ukwest 0.232
            westcentralus 0.23
            westeurope 0.23
            westindia 0.246
            westus 0.224
            westus2 0.192
            westus3 0.192
        `,
    },
    {
        complete: false,
        sizes: ["Standard_D4ads_v5"],
        usdPerHour: `
            eastus 0.206
        `,
    },
    {
        complete: true,
        sizes: ["Standard_E4s_v5"],
        usdPerHour: `
            australiacentral 0.302
            australiacentral2 0.302
            australiaeast 0.302
            australiasoutheast 0.328
            austriaeast 0.304
            brazilsouth 0.402
            brazilsoutheast 0.523
            canadacentral 0.276
            canadaeast 0.276
            centralindia 0.26
            centralus 0.285
            chilecentral 0.353
            eastasia 0.334
            eastus 0.252
            eastus2 0.252
            francecentral 0.296
            francesouth 0.385
            germanynorth 0.395
            germanywestcentral 0.304
            indonesiacentral 0.274
            israelcentral 0.296
            italynorth 0.296
            japaneast 0.304
            japanwest 0.304
            jioindiacentral 0.26
            jioindiawest 0.26
            koreacentral 0.304
            koreasouth 0.29
            malaysiawest 0.274
            mexicocentral 0.277
            newzealandnorth 0.317
            northcentralus 0.252
            northeurope 0.282
            norwayeast 0.334
            norwaywest 0.435
            polandcentral 0.304
            qatarcentral 0.296
            southafricanorth 0.336
            southafricawest 0.437
            southcentralus 0.302
            southeastasia 0.304
            southindia 0.355
            spaincentral 0.282
            swedencentral 0.268
            swedensouth 0.348
            switzerlandnorth 0.334
            switzerlandwest 0.442
            uaecentral 0.403
            uaenorth 0.31
            uksouth 0.296
            ukwest 0.305
            westcentralus 0.302
            westeurope 0.304
            westindia 0.323
            westus 0.28
            westus2 0.252
            westus3 0.252
        `,
    },
    {
        complete: true,
        sizes: ["Standard_E4ds_v5"],
        usdPerHour: `
            australiacentral 0.348
            australiacentral2 0.348
            australiaeast 0.348
            australiasoutheast 0.374
            austriaeast 0.346
            brazilsouth 0.456
            brazilsoutheast 0.593
            canadacentral 0.316
            canadaeast 0.316
            centralindia 0.302
            centralus 0.325
            chilecentral 0.403
            eastasia 0.35
            eastus 0.288
            eastus2 0.288
            francecentral 0.338
            francesouth 0.439
            germanynorth 0.45
            germanywestcentral 0.346
            indonesiacentral 0.313
            israelcentral 0.336
            italynorth 0.336
            japaneast 0.348
            japanwest 0.348
            jioindiacentral 0.302
            jioindiawest 0.302
            koreacentral 0.346
            koreasouth 0.331
            malaysiawest 0.313
            mexicocentral 0.317
            newzealandnorth 0.365
            northcentralus 0.288
            northeurope 0.32
            norwayeast 0.381
            norwaywest 0.495
            polandcentral 0.346
            qatarcentral 0.336
            southafricanorth 0.38
            southafricawest 0.494
            southcentralus 0.346
            southeastasia 0.348
            southindia 0.406
            spaincentral 0.32
            swedencentral 0.304
            swedensouth 0.395
            switzerlandnorth 0.38
            switzerlandwest 0.504
            uaecentral 0.458
            uaenorth 0.352
            uksouth 0.338
            ukwest 0.348
            westcentralus 0.346
            westeurope 0.346
            westindia 0.369
            westus 0.324
            westus2 0.288
            westus3 0.288
        `,
    },
];
